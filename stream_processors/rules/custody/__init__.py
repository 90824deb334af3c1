"""Rules about custody and weight that follow from what a lot is: one holder, birth and end; no carat from nowhere."""
