-- Every revision of every finding.
CREATE TABLE IF NOT EXISTS findings_log (
    finding_id UUID,
    revision Int64,
    status LowCardinality(String),
    rule LowCardinality(String),
    rule_version Int32,
    severity LowCardinality(String),
    blocking Bool,
    subject String,
    event_id UUID,
    title LowCardinality(String),
    got String,
    expected String,
    evidence Array(UUID),
    law LowCardinality(String),
    dated_at DateTime64(6, 'UTC'),
    provisional_until Nullable(DateTime64(6, 'UTC')),
    cured_by Nullable(UUID),
    known_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (finding_id, revision)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- The last revision of every finding; read it with FINAL.
CREATE TABLE IF NOT EXISTS findings (
    finding_id UUID,
    revision Int64,
    status LowCardinality(String),
    rule LowCardinality(String),
    rule_version Int32,
    severity LowCardinality(String),
    blocking Bool,
    subject String,
    event_id UUID,
    title LowCardinality(String),
    got String,
    expected String,
    evidence Array(UUID),
    law LowCardinality(String),
    dated_at DateTime64(6, 'UTC'),
    provisional_until Nullable(DateTime64(6, 'UTC')),
    cured_by Nullable(UUID),
    known_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY finding_id
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS quarantine (
    quarantine_id UUID,
    source LowCardinality(String),
    position String,
    reason LowCardinality(String),
    message String,
    size Int64,
    payload String CODEC(ZSTD(1)),
    received_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY quarantine_id
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- What each run of each detector saw and changed.
CREATE TABLE IF NOT EXISTS detector_runs (
    detector LowCardinality(String),
    revision Int64,
    version Int32,
    known_at DateTime64(6, 'UTC'),
    open Int64,
    raised Int64,
    revised Int64,
    retracted Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (detector, revision)
SETTINGS non_replicated_deduplication_window = 1000;
