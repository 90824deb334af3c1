-- Reference data as it was loaded: each load whose content differs from the one before adds a whole copy under its own
-- `known_at`, so that a restated figure never overwrites the one that was known before. `current_*` show the last copy.
CREATE TABLE IF NOT EXISTS participants (
    known_at DateTime64(6, 'UTC'),
    iso2 String,
    name String,
    start Date32,
    stop Date32,
    precision LowCardinality(String),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, iso2, start)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS participant_status (
    known_at DateTime64(6, 'UTC'),
    country String,
    scope String,
    level LowCardinality(String),
    area_names Array(String),
    names_certain Bool,
    start Date32,
    stop Date32,
    status LowCardinality(String),
    allowed Nullable(Bool),
    basis String,
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, country, scope, start, status)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS sites (
    known_at DateTime64(6, 'UTC'),
    site_id String,
    name String,
    country LowCardinality(String),
    kind LowCardinality(String),
    area String,
    capacity_ct_per_year Nullable(Int64),
    opened_on Nullable(Date32),
    closed_on Nullable(Date32),
    source String,
    confidence LowCardinality(String),
    note String
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, site_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- Published figures: whole carats, whole US dollars, whole US cents a carat; NULL = not published.
CREATE TABLE IF NOT EXISTS kp_production (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    country LowCardinality(String),
    carats Nullable(Int64),
    value_usd Nullable(Int64),
    cents_per_carat Nullable(Int64),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, country, year)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS kp_trade (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    participant LowCardinality(String),
    flow LowCardinality(String),
    carats Nullable(Int64),
    value_usd Nullable(Int64),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, participant, year, flow)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS kp_world_totals (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    production_carats Int64,
    production_usd Int64,
    cents_per_carat Int64,
    import_carats Nullable(Int64),
    import_usd Nullable(Int64),
    export_carats Nullable(Int64),
    export_usd Nullable(Int64),
    source String,
    confidence LowCardinality(String),
    trade_confidence LowCardinality(String),
    note String
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, year)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS operator_production (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    country LowCardinality(String),
    operator String,
    carats Int64,
    covers_country Bool,
    source String,
    confidence LowCardinality(String),
    note String
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, country, year, operator)
SETTINGS non_replicated_deduplication_window = 1000;
