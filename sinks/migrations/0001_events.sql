-- Every record of the log, one row for each. The key makes a repeat overwrite itself; of repeats of one record that
-- stand at several places of the log the first place is kept, because ReplacingMergeTree keeps the largest `newest`.
CREATE TABLE IF NOT EXISTS events (
    event_id UUID,
    digest String CODEC(ZSTD(1)),
    recorded_at DateTime64(6, 'UTC'),
    is_declaration Bool,
    declared_at Nullable(DateTime64(6, 'UTC')),
    declaration_reason LowCardinality(String),
    corrective_event_ids Array(UUID),
    signed_by String,
    occurred_at DateTime64(6, 'UTC'),
    utc_offset_minutes Int32,
    emitter LowCardinality(String),
    sequence Nullable(Int64),
    site_id LowCardinality(String),
    country LowCardinality(String),
    area LowCardinality(String),
    latitude Nullable(Float64),
    longitude Nullable(Float64),
    evidence_kinds Array(String),
    evidence_references Array(String),
    evidence_sha256 Array(String),
    body_kind LowCardinality(String),
    body_json String CODEC(ZSTD(1)),
    position UInt64,
    known_at DateTime64(6, 'UTC'),
    newest UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- One row for each lot and event, in the order of lots. `*_after` say what the event changes and are empty where it
-- does not; carats are thousandths of a carat.
CREATE TABLE IF NOT EXISTS lot_events (
    lot_id String,
    event_id UUID,
    role LowCardinality(String),
    digest String CODEC(ZSTD(1)),
    recorded_at DateTime64(6, 'UTC'),
    is_declaration Bool,
    body_kind LowCardinality(String),
    body_rank UInt8,
    occurred_at DateTime64(6, 'UTC'),
    custodian_after LowCardinality(String),
    released_to LowCardinality(String),
    received_from LowCardinality(String),
    handover_id String,
    owner_after LowCardinality(String),
    country_after LowCardinality(String),
    site_id LowCardinality(String),
    end_reason LowCardinality(String),
    carats Nullable(Int64),
    stones Nullable(Int32),
    form LowCardinality(String),
    hs_code LowCardinality(String),
    origins Array(String),
    species LowCardinality(String),
    value_cents Nullable(Int64),
    certificate_subject String,
    shipment_id String,
    position UInt64,
    known_at DateTime64(6, 'UTC'),
    newest UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (lot_id, event_id, role, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- Inputs and outputs of transformations in the order of events: the way from an event to its lots.
CREATE TABLE IF NOT EXISTS lineage (
    event_id UUID,
    role LowCardinality(String),
    lot_id String,
    digest String CODEC(ZSTD(1)),
    recorded_at DateTime64(6, 'UTC'),
    is_declaration Bool,
    position UInt64,
    known_at DateTime64(6, 'UTC'),
    newest UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (event_id, role, lot_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

-- One row for each certificate and event. The columns from `authority` to `parcel_reference` are the content as the
-- event states it; a cancellation, a shipment and a confirmation leave most of them empty.
CREATE TABLE IF NOT EXISTS certificate_events (
    certificate_subject String,
    event_id UUID,
    digest String CODEC(ZSTD(1)),
    recorded_at DateTime64(6, 'UTC'),
    is_declaration Bool,
    body_kind LowCardinality(String),
    body_rank UInt8,
    occurred_at DateTime64(6, 'UTC'),
    issuer LowCardinality(String),
    number String,
    authority LowCardinality(String),
    issued_on Nullable(Date32),
    expires_on Nullable(Date32),
    exporter LowCardinality(String),
    importer LowCardinality(String),
    destination LowCardinality(String),
    origins Array(String),
    area LowCardinality(String),
    parcels Nullable(Int32),
    carats Nullable(Int64),
    value_cents Nullable(Int64),
    parcel_reference String,
    reason String,
    shipment_id String,
    from_country LowCardinality(String),
    to_country LowCardinality(String),
    received_on Nullable(Date32),
    position UInt64,
    known_at DateTime64(6, 'UTC'),
    newest UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (certificate_subject, event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;
