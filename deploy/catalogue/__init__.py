"""The catalogue of rules and detectors: what each demands, which pattern it covers, and how well it was measured."""
