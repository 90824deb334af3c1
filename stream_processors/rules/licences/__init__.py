"""Rules of licences: who may mine, buy and sell on a day, and where."""
