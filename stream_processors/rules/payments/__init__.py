"""Rules of payments: who pays, and whether what was paid is what was invoiced."""
