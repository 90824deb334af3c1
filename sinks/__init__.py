"""Everything that keeps and answers: rows, row stores, migrations, queries and statistical detectors."""
