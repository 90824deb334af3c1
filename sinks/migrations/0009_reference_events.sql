-- Every statement about a row of reference data, as it stands in the log. `known_at` is when it reached the log; one that
-- was sent twice has two. An open beginning is 1900-01-01, an open end 2299-12-31; `valid_until` is the first day after.
CREATE TABLE IF NOT EXISTS reference_events (
    table_name LowCardinality(String),
    key String,
    valid_from Date32,
    valid_until Date32,
    withdrawn Bool,
    row_json String,
    stated_by String,
    source String,
    recorded_at DateTime64(6, 'UTC'),
    digest String,
    change_id UUID,
    known_at DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (table_name, key, valid_from, recorded_at, digest, change_id, known_at)
SETTINGS non_replicated_deduplication_window = 1000;

-- The rows of the same tables that came with the program and with the operator's own files, in whole copies like all
-- reference data: the ground that the statements stand on.
CREATE TABLE IF NOT EXISTS reference_base (
    known_at DateTime64(6, 'UTC'),
    table_name LowCardinality(String),
    key String,
    valid_from Date32,
    valid_until Date32,
    row_json String,
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, table_name, key, valid_from)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE OR REPLACE VIEW current_reference_base AS
SELECT * EXCEPT known_at FROM reference_base FINAL WHERE known_at = (SELECT max(known_at) FROM reference_base);
