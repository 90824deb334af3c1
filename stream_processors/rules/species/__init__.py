"""Rules about natural and lab-grown stones."""
