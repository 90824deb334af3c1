"""Rules about custody and weight that follow from what a lot is: one holder, one birth, one end, no carat from nowhere."""
