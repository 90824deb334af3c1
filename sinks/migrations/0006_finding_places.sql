-- Where each revision of a finding stands in the log of findings, for readers that keep their place in it. One that was
-- sent twice has two places. Written after the revisions that it speaks of; on a cluster a partition of the log lies on
-- one shard as a whole, so that its places appear in their order.
CREATE TABLE IF NOT EXISTS finding_places (
    log_partition UInt32,
    log_offset Int64,
    finding_id UUID,
    revision Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (log_partition, log_offset)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;
