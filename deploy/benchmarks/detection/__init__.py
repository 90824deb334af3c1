"""The detection benchmark: how much each rule catches, how soon, and how often it cries wolf, on labelled worlds."""
