-- Licences as the operator's register has them, kept like the other reference data: each load whose content differs from
-- the one before adds a whole copy. Diggers are people who work under a licence.
CREATE TABLE IF NOT EXISTS licences (
    known_at DateTime64(6, 'UTC'),
    licence String,
    holder String,
    kind LowCardinality(String),
    country LowCardinality(String),
    area String,
    site_id String,
    diggers Nullable(Int64),
    valid_from Date32,
    valid_until Date32,
    phone String,
    address String,
    account String,
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplacingMergeTree ORDER BY (known_at, country, licence, valid_from)
SETTINGS non_replicated_deduplication_window = 1000;

CREATE OR REPLACE VIEW current_licences AS
SELECT * EXCEPT known_at FROM licences FINAL WHERE known_at = (SELECT max(known_at) FROM licences);
