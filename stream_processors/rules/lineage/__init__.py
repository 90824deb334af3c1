"""Rules of the lineage: what is wrong with a lot concerns whoever has the lots that were made of it."""
