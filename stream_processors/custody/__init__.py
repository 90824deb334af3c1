"""What one subject has lived through: its history, in order, and the state it folds to."""
