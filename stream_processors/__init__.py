"""Pure judgement: routing, histories, folds, rules and the engine that holds them together."""
