"""Everything that brings custody events in: importers, documented cases, the simulator, the outbox, logs."""
