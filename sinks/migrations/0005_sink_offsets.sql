-- How far a sink has stored the log: of each partition the offset of the record that comes next. Written after the rows
-- that it speaks of, and beside them, so that both are in one store; read the largest of a partition.
CREATE TABLE IF NOT EXISTS sink_offsets (
    topic LowCardinality(String),
    partition UInt32,
    next_offset UInt64,
    stored_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(next_offset)
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 1000;
