CREATE TABLE certificate_events
(
    `certificate_subject` String,
    `event_id` UUID,
    `digest` String CODEC(ZSTD(1)),
    `recorded_at` DateTime64(6, 'UTC'),
    `is_declaration` Bool,
    `body_kind` LowCardinality(String),
    `body_rank` UInt8,
    `occurred_at` DateTime64(6, 'UTC'),
    `issuer` LowCardinality(String),
    `number` String,
    `authority` LowCardinality(String),
    `issued_on` Nullable(Date32),
    `expires_on` Nullable(Date32),
    `exporter` LowCardinality(String),
    `importer` LowCardinality(String),
    `destination` LowCardinality(String),
    `origins` Array(String),
    `area` LowCardinality(String),
    `parcels` Nullable(Int32),
    `carats` Nullable(Int64),
    `value_cents` Nullable(Int64),
    `parcel_reference` String,
    `reason` String,
    `shipment_id` String,
    `from_country` LowCardinality(String),
    `to_country` LowCardinality(String),
    `received_on` Nullable(Date32),
    `position` UInt64,
    `known_at` DateTime64(6, 'UTC'),
    `newest` UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (certificate_subject, event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE VIEW certificate_events_known_on
AS SELECT *
FROM
(
    SELECT
        certificate_subject,
        event_id,
        digest,
        min(recorded_at) AS first_recorded_at,
        any(body_kind) AS body_kind,
        any(body_rank) AS body_rank,
        any(occurred_at) AS occurred_at,
        any(issuer) AS issuer,
        any(number) AS number,
        any(authority) AS authority,
        any(issued_on) AS issued_on,
        any(expires_on) AS expires_on,
        any(exporter) AS exporter,
        any(importer) AS importer,
        any(destination) AS destination,
        any(origins) AS origins,
        any(area) AS area,
        any(parcels) AS parcels,
        any(carats) AS carats,
        any(value_cents) AS value_cents,
        any(parcel_reference) AS parcel_reference,
        any(reason) AS reason,
        any(shipment_id) AS shipment_id,
        any(from_country) AS from_country,
        any(to_country) AS to_country,
        any(received_on) AS received_on,
        min(position) AS first_position,
        min(known_at) AS first_known_at
    FROM certificate_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY
        certificate_subject,
        event_id,
        digest
    HAVING NOT max(is_declaration)
)
ORDER BY
    first_recorded_at ASC,
    digest ASC
LIMIT 1 BY
    certificate_subject,
    event_id;

CREATE VIEW certificates
(
    `certificate_subject` String,
    `issuer` String,
    `number` String,
    `issued_by` Nullable(UUID),
    `issued_on` Nullable(Date32),
    `issued_carats` Nullable(Int64),
    `issued_value_cents` Nullable(Int64),
    `amendments` UInt64,
    `expires_on` Nullable(Date32),
    `exporter` String,
    `importer` String,
    `destination` String,
    `origins` Array(String),
    `carats` Nullable(Int64),
    `value_cents` Nullable(Int64),
    `cancelled_at` Nullable(DateTime64(6, 'UTC')),
    `exports` UInt64,
    `imports` UInt64,
    `imported_carats` Int64,
    `confirmations` UInt64
)
AS SELECT
    certificate_subject,
    argMaxIf(used.issuer, place, issues) AS issuer,
    argMaxIf(used.number, place, issues) AS number,
    if(countIf(issues) = 0, NULL, argMaxIf(event_id, place, issues)) AS issued_by,
    argMaxIf(used.issued_on, place, issues) AS issued_on,
    argMaxIf(used.carats, place, issues) AS issued_carats,
    argMaxIf(used.value_cents, place, issues) AS issued_value_cents,
    countIf(body_kind = 'CertificateAmended') AS amendments,
    argMaxIf(used.expires_on, place, states) AS expires_on,
    argMaxIf(used.exporter, place, states) AS exporter,
    argMaxIf(used.importer, place, states) AS importer,
    argMaxIf(used.destination, place, states) AS destination,
    argMaxIf(used.origins, place, states) AS origins,
    argMaxIf(used.carats, place, states) AS carats,
    argMaxIf(used.value_cents, place, states) AS value_cents,
    if(maxIf(place, cancels) > maxIf(place, issues), maxIf(occurred_at, cancels), NULL) AS cancelled_at,
    toUInt64(length((arrayFold((seen, step) -> (if(((step.1) = 'ShipmentExported') AND (NOT ((step.6) AND has(seen.1, (step.2, step.4)))), arrayPushBack(seen.1, (step.2, step.3)), seen.1), if(((step.1) = 'ShipmentImported') AND (NOT ((step.6) AND has(seen.1, (step.2, step.4)))), arrayPushBack(seen.2, step.5), seen.2)), arrayMap(one -> (one.2), arraySort(groupArrayIf((place, (toString(body_kind), shipment_id, toString(from_country), toString(to_country), ifNull(used.carats, 0), under_technical_certificate)), (body_kind IN ('ShipmentExported', 'ShipmentImported'))))), (CAST([], 'Array(Tuple(String, String))'), CAST([], 'Array(Int64)'))) AS crossed).1)) AS exports,
    toUInt64(length(crossed.2)) AS imports,
    arraySum(crossed.2) AS imported_carats,
    countIf(body_kind = 'ImportConfirmed') AS confirmations
FROM
(
    SELECT
        *,
        (occurred_at, body_rank, toString(event_id)) AS place,
        body_kind = 'CertificateCancelled' AS cancels,
        maxIf(place, body_kind = 'CertificateIssued') OVER earlier AS issued_before,
        maxIf(place, cancels) OVER earlier AS cancelled_before,
        (body_kind = 'CertificateIssued') AND ((countIf(body_kind = 'CertificateIssued') OVER earlier = 0) OR (cancelled_before > issued_before)) AS issues,
        (body_kind = 'CertificateAmended') OR issues AS states,
        (event_id, digest) IN (
            SELECT
                event_id,
                digest
            FROM events
            WHERE arrayExists(kind -> (trimBoth(replaceRegexpAll(lowerUTF8(replaceAll(kind, '_', ' ')), '\\s+', ' ')) = 'technical certificate'), evidence_kinds)
        ) AS under_technical_certificate
    FROM current_certificate_events
    WINDOW earlier AS (PARTITION BY certificate_subject ORDER BY place ASC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS used
GROUP BY certificate_subject;

CREATE VIEW current_certificate_events
(
    `certificate_subject` String,
    `event_id` UUID,
    `digest` String,
    `first_recorded_at` DateTime64(6, 'UTC'),
    `body_kind` String,
    `body_rank` UInt8,
    `occurred_at` DateTime64(6, 'UTC'),
    `issuer` String,
    `number` String,
    `authority` String,
    `issued_on` Nullable(Date32),
    `expires_on` Nullable(Date32),
    `exporter` String,
    `importer` String,
    `destination` String,
    `origins` Array(String),
    `area` String,
    `parcels` Nullable(Int32),
    `carats` Nullable(Int64),
    `value_cents` Nullable(Int64),
    `parcel_reference` String,
    `reason` String,
    `shipment_id` String,
    `from_country` String,
    `to_country` String,
    `received_on` Nullable(Date32),
    `first_position` UInt64,
    `first_known_at` DateTime64(6, 'UTC')
)
AS SELECT *
FROM certificate_events_known_on(known = '2299-12-31 00:00:00');

CREATE VIEW current_events
(
    `event_id` UUID,
    `digest` String,
    `first_recorded_at` DateTime64(6, 'UTC'),
    `occurred_at` DateTime64(6, 'UTC'),
    `utc_offset_minutes` Int32,
    `emitter` String,
    `sequence` Nullable(Int64),
    `site_id` String,
    `country` String,
    `area` String,
    `latitude` Nullable(Float64),
    `longitude` Nullable(Float64),
    `evidence_kinds` Array(String),
    `evidence_references` Array(String),
    `evidence_sha256` Array(String),
    `body_kind` String,
    `body_json` String,
    `first_position` UInt64,
    `first_known_at` DateTime64(6, 'UTC')
)
AS SELECT *
FROM events_known_on(known = '2299-12-31 00:00:00');

CREATE VIEW current_kp_production
(
    `year` Int32,
    `country` LowCardinality(String),
    `carats` Nullable(Int64),
    `value_usd` Nullable(Int64),
    `cents_per_carat` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM kp_production
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM kp_production
);

CREATE VIEW current_kp_trade
(
    `year` Int32,
    `participant` LowCardinality(String),
    `flow` LowCardinality(String),
    `carats` Nullable(Int64),
    `value_usd` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM kp_trade
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM kp_trade
);

CREATE VIEW current_kp_world_totals
(
    `year` Int32,
    `production_carats` Int64,
    `production_usd` Int64,
    `cents_per_carat` Int64,
    `import_carats` Nullable(Int64),
    `import_usd` Nullable(Int64),
    `export_carats` Nullable(Int64),
    `export_usd` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String),
    `trade_confidence` LowCardinality(String),
    `note` String
)
AS SELECT * EXCEPT known_at
FROM kp_world_totals
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM kp_world_totals
);

CREATE VIEW current_licences
(
    `licence` String,
    `holder` String,
    `kind` LowCardinality(String),
    `country` LowCardinality(String),
    `area` String,
    `site_id` String,
    `diggers` Nullable(Int64),
    `valid_from` Date32,
    `valid_until` Date32,
    `phone` String,
    `address` String,
    `account` String,
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM licences
FINAL
WHERE (known_at = (
    SELECT max(known_at)
    FROM licences
)) AND (licence != '');

CREATE VIEW current_lineage
(
    `event_id` UUID,
    `role` LowCardinality(String),
    `lot_id` String
)
AS SELECT
    event_id,
    role,
    lot_id
FROM
(
    SELECT
        event_id,
        role,
        lot_id,
        digest,
        min(recorded_at) AS first_recorded_at
    FROM lineage
    GROUP BY
        event_id,
        role,
        lot_id,
        digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY event_id, lot_id);

CREATE VIEW current_lot_events
(
    `lot_id` String,
    `event_id` UUID,
    `role` LowCardinality(String),
    `digest` String,
    `first_recorded_at` DateTime64(6, 'UTC'),
    `body_kind` String,
    `body_rank` UInt8,
    `occurred_at` DateTime64(6, 'UTC'),
    `custodian_after` String,
    `released_to` String,
    `received_from` String,
    `handover_id` String,
    `owner_after` String,
    `country_after` String,
    `site_id` String,
    `end_reason` String,
    `carats` Nullable(Int64),
    `stones` Nullable(Int32),
    `form` String,
    `hs_code` String,
    `origins` Array(String),
    `species` String,
    `value_cents` Nullable(Int64),
    `certificate_subject` String,
    `shipment_id` String,
    `first_position` UInt64,
    `first_known_at` DateTime64(6, 'UTC')
)
AS SELECT *
FROM lot_events_known_on(known = '2299-12-31 00:00:00');

CREATE VIEW current_operator_production
(
    `year` Int32,
    `country` LowCardinality(String),
    `operator` String,
    `carats` Int64,
    `covers_country` Bool,
    `source` String,
    `confidence` LowCardinality(String),
    `note` String
)
AS SELECT * EXCEPT known_at
FROM operator_production
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM operator_production
);

CREATE VIEW current_participant_status
(
    `country` String,
    `scope` String,
    `level` LowCardinality(String),
    `area_names` Array(String),
    `names_certain` Bool,
    `start` Date32,
    `stop` Date32,
    `status` LowCardinality(String),
    `allowed` Nullable(Bool),
    `basis` String,
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM participant_status
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM participant_status
);

CREATE VIEW current_participants
(
    `iso2` String,
    `name` String,
    `start` Date32,
    `stop` Date32,
    `precision` LowCardinality(String),
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM participants
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM participants
);

CREATE VIEW current_reference_base
(
    `table_name` LowCardinality(String),
    `key` String,
    `valid_from` Date32,
    `valid_until` Date32,
    `row_json` String,
    `source` String,
    `confidence` LowCardinality(String)
)
AS SELECT * EXCEPT known_at
FROM reference_base
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM reference_base
);

CREATE VIEW current_shipment_lines
(
    `event_id` UUID,
    `lot_id` String,
    `body_kind` String,
    `occurred_at` DateTime64(6, 'UTC'),
    `certificate_subject` String,
    `shipment_id` String,
    `exporter` String,
    `importer` String,
    `from_country` String,
    `to_country` String,
    `carats` Nullable(Int64),
    `stones` Nullable(Int32),
    `form` String,
    `hs_code` String,
    `origins` Array(String),
    `species` String,
    `value_cents` Nullable(Int64)
)
AS SELECT
    event_id,
    lot_id,
    body_kind,
    occurred_at,
    certificate_subject,
    shipment_id,
    said.exporter AS exporter,
    said.importer AS importer,
    said.from_country AS from_country,
    said.to_country AS to_country,
    carats,
    stones,
    form,
    hs_code,
    origins,
    species,
    value_cents
FROM current_lot_events AS line
INNER JOIN
(
    SELECT DISTINCT
        event_id,
        digest,
        JSONExtractString(body_json, 'body', 'exporter') AS exporter,
        JSONExtractString(body_json, 'body', 'importer') AS importer,
        JSONExtractString(body_json, 'body', 'from_country') AS from_country,
        JSONExtractString(body_json, 'body', 'to_country') AS to_country
    FROM events
    WHERE body_kind IN ('ShipmentExported', 'ShipmentImported')
) AS said USING (event_id, digest)
WHERE line.body_kind IN ('ShipmentExported', 'ShipmentImported');

CREATE VIEW current_sites
(
    `site_id` String,
    `name` String,
    `country` LowCardinality(String),
    `kind` LowCardinality(String),
    `area` String,
    `capacity_ct_per_year` Nullable(Int64),
    `opened_on` Nullable(Date32),
    `closed_on` Nullable(Date32),
    `source` String,
    `confidence` LowCardinality(String),
    `note` String
)
AS SELECT * EXCEPT known_at
FROM sites
FINAL
WHERE known_at = (
    SELECT max(known_at)
    FROM sites
);

CREATE TABLE detector_runs
(
    `detector` LowCardinality(String),
    `revision` Int64,
    `version` Int32,
    `known_at` DateTime64(6, 'UTC'),
    `open` Int64,
    `raised` Int64,
    `revised` Int64,
    `retracted` Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (detector, revision)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE events
(
    `event_id` UUID,
    `digest` String CODEC(ZSTD(1)),
    `recorded_at` DateTime64(6, 'UTC'),
    `is_declaration` Bool,
    `declared_at` Nullable(DateTime64(6, 'UTC')),
    `declaration_reason` LowCardinality(String),
    `corrective_event_ids` Array(UUID),
    `signed_by` String,
    `occurred_at` DateTime64(6, 'UTC'),
    `utc_offset_minutes` Int32,
    `emitter` LowCardinality(String),
    `sequence` Nullable(Int64),
    `site_id` LowCardinality(String),
    `country` LowCardinality(String),
    `area` LowCardinality(String),
    `latitude` Nullable(Float64),
    `longitude` Nullable(Float64),
    `evidence_kinds` Array(String),
    `evidence_references` Array(String),
    `evidence_sha256` Array(String),
    `body_kind` LowCardinality(String),
    `body_json` String CODEC(ZSTD(1)),
    `position` UInt64,
    `known_at` DateTime64(6, 'UTC'),
    `newest` UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE VIEW events_known_on
AS SELECT *
FROM
(
    SELECT
        event_id,
        digest,
        min(recorded_at) AS first_recorded_at,
        any(occurred_at) AS occurred_at,
        any(utc_offset_minutes) AS utc_offset_minutes,
        any(emitter) AS emitter,
        any(sequence) AS sequence,
        any(site_id) AS site_id,
        any(country) AS country,
        any(area) AS area,
        any(latitude) AS latitude,
        any(longitude) AS longitude,
        any(evidence_kinds) AS evidence_kinds,
        any(evidence_references) AS evidence_references,
        any(evidence_sha256) AS evidence_sha256,
        any(body_kind) AS body_kind,
        any(body_json) AS body_json,
        min(position) AS first_position,
        min(known_at) AS first_known_at
    FROM events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY
        event_id,
        digest
    HAVING NOT max(is_declaration)
)
ORDER BY
    first_recorded_at ASC,
    digest ASC
LIMIT 1 BY event_id;

CREATE TABLE finding_places
(
    `log_partition` UInt32,
    `log_offset` Int64,
    `finding_id` UUID,
    `revision` Int64
)
ENGINE = ReplacingMergeTree
ORDER BY (log_partition, log_offset)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE findings
(
    `finding_id` UUID,
    `revision` Int64,
    `status` LowCardinality(String),
    `rule` LowCardinality(String),
    `rule_version` Int32,
    `severity` LowCardinality(String),
    `blocking` Bool,
    `subject` String,
    `event_id` UUID,
    `title` LowCardinality(String),
    `got` String,
    `expected` String,
    `evidence` Array(UUID),
    `law` LowCardinality(String),
    `dated_at` DateTime64(6, 'UTC'),
    `provisional_until` Nullable(DateTime64(6, 'UTC')),
    `cured_by` Nullable(UUID),
    `known_at` DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(revision)
ORDER BY finding_id
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE findings_log
(
    `finding_id` UUID,
    `revision` Int64,
    `status` LowCardinality(String),
    `rule` LowCardinality(String),
    `rule_version` Int32,
    `severity` LowCardinality(String),
    `blocking` Bool,
    `subject` String,
    `event_id` UUID,
    `title` LowCardinality(String),
    `got` String,
    `expected` String,
    `evidence` Array(UUID),
    `law` LowCardinality(String),
    `dated_at` DateTime64(6, 'UTC'),
    `provisional_until` Nullable(DateTime64(6, 'UTC')),
    `cured_by` Nullable(UUID),
    `known_at` DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (finding_id, revision)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE kp_production
(
    `known_at` DateTime64(6, 'UTC'),
    `year` Int32,
    `country` LowCardinality(String),
    `carats` Nullable(Int64),
    `value_usd` Nullable(Int64),
    `cents_per_carat` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, country, year)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE kp_trade
(
    `known_at` DateTime64(6, 'UTC'),
    `year` Int32,
    `participant` LowCardinality(String),
    `flow` LowCardinality(String),
    `carats` Nullable(Int64),
    `value_usd` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, participant, year, flow)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE kp_world_totals
(
    `known_at` DateTime64(6, 'UTC'),
    `year` Int32,
    `production_carats` Int64,
    `production_usd` Int64,
    `cents_per_carat` Int64,
    `import_carats` Nullable(Int64),
    `import_usd` Nullable(Int64),
    `export_carats` Nullable(Int64),
    `export_usd` Nullable(Int64),
    `source` String,
    `confidence` LowCardinality(String),
    `trade_confidence` LowCardinality(String),
    `note` String
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, year)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE licences
(
    `known_at` DateTime64(6, 'UTC'),
    `licence` String,
    `holder` String,
    `kind` LowCardinality(String),
    `country` LowCardinality(String),
    `area` String,
    `site_id` String,
    `diggers` Nullable(Int64),
    `valid_from` Date32,
    `valid_until` Date32,
    `phone` String,
    `address` String,
    `account` String,
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, country, licence, valid_from)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE lineage
(
    `event_id` UUID,
    `role` LowCardinality(String),
    `lot_id` String,
    `digest` String CODEC(ZSTD(1)),
    `recorded_at` DateTime64(6, 'UTC'),
    `is_declaration` Bool,
    `position` UInt64,
    `known_at` DateTime64(6, 'UTC'),
    `newest` UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (event_id, role, lot_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE lot_events
(
    `lot_id` String,
    `event_id` UUID,
    `role` LowCardinality(String),
    `digest` String CODEC(ZSTD(1)),
    `recorded_at` DateTime64(6, 'UTC'),
    `is_declaration` Bool,
    `body_kind` LowCardinality(String),
    `body_rank` UInt8,
    `occurred_at` DateTime64(6, 'UTC'),
    `custodian_after` LowCardinality(String),
    `released_to` LowCardinality(String),
    `received_from` LowCardinality(String),
    `handover_id` String,
    `owner_after` LowCardinality(String),
    `country_after` LowCardinality(String),
    `site_id` LowCardinality(String),
    `end_reason` LowCardinality(String),
    `carats` Nullable(Int64),
    `stones` Nullable(Int32),
    `form` LowCardinality(String),
    `hs_code` LowCardinality(String),
    `origins` Array(String),
    `species` LowCardinality(String),
    `value_cents` Nullable(Int64),
    `certificate_subject` String,
    `shipment_id` String,
    `position` UInt64,
    `known_at` DateTime64(6, 'UTC'),
    `newest` UInt64 MATERIALIZED bitNot(position)
)
ENGINE = ReplacingMergeTree(newest)
ORDER BY (lot_id, event_id, role, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE VIEW lot_events_known_on
AS SELECT *
FROM
(
    SELECT
        lot_id,
        event_id,
        role,
        digest,
        min(recorded_at) AS first_recorded_at,
        any(body_kind) AS body_kind,
        any(body_rank) AS body_rank,
        any(occurred_at) AS occurred_at,
        any(custodian_after) AS custodian_after,
        any(released_to) AS released_to,
        any(received_from) AS received_from,
        any(handover_id) AS handover_id,
        any(owner_after) AS owner_after,
        any(country_after) AS country_after,
        any(site_id) AS site_id,
        any(end_reason) AS end_reason,
        any(carats) AS carats,
        any(stones) AS stones,
        any(form) AS form,
        any(hs_code) AS hs_code,
        any(origins) AS origins,
        any(species) AS species,
        any(value_cents) AS value_cents,
        any(certificate_subject) AS certificate_subject,
        any(shipment_id) AS shipment_id,
        min(position) AS first_position,
        min(known_at) AS first_known_at
    FROM lot_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY
        lot_id,
        event_id,
        role,
        digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY lot_id, event_id);

CREATE VIEW lot_states
AS SELECT
    lot_id,
    if(countIf(gives_birth) = 0, NULL, argMinIf(event_id, place, gives_birth)) AS born_by,
    if(countIf(gives_birth) = 0, NULL, minIf(effective_at, gives_birth)) AS born_at,
    argMinIf(site_id, place, gives_birth) AS born_at_site,
    argMinIf(body_kind, place, gives_birth) AS born_kind,
    argMaxIf(custodian_after, place, (custodian_after != '') AND counts) AS custodian,
    if(custodian = '', NULL, argMaxIf(event_id, place, (custodian_after != '') AND counts)) AS custodian_by,
    if(custodian = '', NULL, maxIf(effective_at, (custodian_after != '') AND counts)) AS custodian_since,
    if(countIf(is_end) > 0, '', argMaxIf(released_to, place, unanswered)) AS in_transit_to,
    argMaxIf(owner_after, place, (owner_after != '') AND counts) AS owner,
    if(owner = '', NULL, argMaxIf(event_id, place, (owner_after != '') AND counts)) AS owner_by,
    if(owner = '', NULL, maxIf(effective_at, (owner_after != '') AND counts)) AS owner_since,
    argMaxIf(country_after, place, (country_after != '') AND counts AND (place >= first_birth)) AS country,
    argMaxIf(step.carats, place, (custodian_after != '') AND counts) AS carats,
    argMinIf(step.stones, place, gives_birth AND counts) AS stones,
    argMinIf(step.form, place, gives_birth AND counts) AS form,
    argMinIf(step.origins, place, gives_birth AND counts) AS origins,
    argMinIf(step.species, place, gives_birth AND counts) AS species,
    if(countIf(is_end) = 0, NULL, anyIf(event_id, is_end)) AS ended_by,
    if(countIf(is_end) = 0, NULL, anyIf(effective_at, is_end)) AS ended_at,
    anyIf(step.end_reason, is_end) AS end_reason,
    count() AS events,
    max(occurred_at) AS last_event_at
FROM
(
    SELECT
        *,
        minIf(place, gives_birth) OVER (PARTITION BY lot_id) AS first_birth,
        (NOT gives_birth) OR (place = first_birth) AS counts,
        maxIf(place, body_kind = 'CustodyReceived') OVER (PARTITION BY lot_id, handover_id) AS last_receipt,
        maxIf(place, body_kind = 'CustodyReceived') OVER (PARTITION BY lot_id, concat(released_to, received_from)) AS last_seen_there,
        ends AND (body_kind = 'LotRetired') AND (end_reason IN ('LOST', 'STOLEN')) AS goes_missing,
        countIf(ends AND (NOT goes_missing)) OVER (PARTITION BY lot_id) AS ends_for_good,
        minIf(place, ends AND (NOT goes_missing)) OVER (PARTITION BY lot_id) AS first_end,
        max(place) OVER (PARTITION BY lot_id) AS last_step,
        maxIf(place, goes_missing) OVER (PARTITION BY lot_id) AS last_loss,
        if(ends_for_good > 0, place = first_end, goes_missing AND (place = last_step)) AS is_end,
        (body_kind = 'CustodyReleased') AND (place > greatest(last_receipt, last_seen_there, last_loss)) AS unanswered
    FROM lot_steps(known = {known:DateTime64(6, 'UTC')}, on = {on:DateTime64(6, 'UTC')})
) AS step
GROUP BY lot_id;

CREATE VIEW lot_steps
AS SELECT
    *,
    (effective_at, body_rank, toString(event_id), role) AS place,
    (body_kind = 'LotRegistered') OR (role = 'output') AS gives_birth,
    (body_kind = 'LotRetired') OR (role = 'input') AS ends
FROM
(
    SELECT
        *,
        groupArrayIf(occurred_at, body_kind = 'CustodyReleased') OVER (PARTITION BY lot_id, handover_id) AS releases,
        arrayFilter(at -> ((at > occurred_at) AND (at <= (occurred_at + toIntervalMinute(15)))), releases) AS later,
        if((body_kind = 'CustodyReceived') AND notEmpty(later), arrayMin(later), occurred_at) AS effective_at
    FROM lot_events_known_on(known = {known:DateTime64(6, 'UTC')})
    WHERE occurred_at <= {on:DateTime64(6, 'UTC')}
);

CREATE VIEW lots
(
    `lot_id` String,
    `born_by` Nullable(UUID),
    `born_at` Nullable(DateTime64(6, 'UTC')),
    `born_at_site` String,
    `born_kind` String,
    `custodian` String,
    `custodian_by` Nullable(UUID),
    `custodian_since` Nullable(DateTime64(6, 'UTC')),
    `in_transit_to` String,
    `owner` String,
    `owner_by` Nullable(UUID),
    `owner_since` Nullable(DateTime64(6, 'UTC')),
    `country` String,
    `carats` Nullable(Int64),
    `stones` Nullable(Int32),
    `form` String,
    `origins` Array(String),
    `species` String,
    `ended_by` Nullable(UUID),
    `ended_at` Nullable(DateTime64(6, 'UTC')),
    `end_reason` String,
    `events` UInt64,
    `last_event_at` DateTime64(6, 'UTC')
)
AS SELECT *
FROM lot_states(known = '2299-12-31 00:00:00', on = '2299-12-31 00:00:00');

CREATE TABLE operator_production
(
    `known_at` DateTime64(6, 'UTC'),
    `year` Int32,
    `country` LowCardinality(String),
    `operator` String,
    `carats` Int64,
    `covers_country` Bool,
    `source` String,
    `confidence` LowCardinality(String),
    `note` String
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, country, year, operator)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE participant_status
(
    `known_at` DateTime64(6, 'UTC'),
    `country` String,
    `scope` String,
    `level` LowCardinality(String),
    `area_names` Array(String),
    `names_certain` Bool,
    `start` Date32,
    `stop` Date32,
    `status` LowCardinality(String),
    `allowed` Nullable(Bool),
    `basis` String,
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, country, scope, start, status)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE participants
(
    `known_at` DateTime64(6, 'UTC'),
    `iso2` String,
    `name` String,
    `start` Date32,
    `stop` Date32,
    `precision` LowCardinality(String),
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, iso2, start)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE quarantine
(
    `quarantine_id` UUID,
    `source` LowCardinality(String),
    `position` String,
    `reason` LowCardinality(String),
    `message` String,
    `size` Int64,
    `payload` String CODEC(ZSTD(1)),
    `received_at` DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY quarantine_id
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 1000;

CREATE TABLE reference_base
(
    `known_at` DateTime64(6, 'UTC'),
    `table_name` LowCardinality(String),
    `key` String,
    `valid_from` Date32,
    `valid_until` Date32,
    `row_json` String,
    `source` String,
    `confidence` LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, table_name, key, valid_from)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE reference_events
(
    `table_name` LowCardinality(String),
    `key` String,
    `valid_from` Date32,
    `valid_until` Date32,
    `withdrawn` Bool,
    `row_json` String,
    `stated_by` String,
    `source` String,
    `recorded_at` DateTime64(6, 'UTC'),
    `digest` String,
    `change_id` UUID,
    `known_at` DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (table_name, key, valid_from, recorded_at, digest, change_id, known_at)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE schema_migrations
(
    `number` UInt32,
    `name` String,
    `checksum` String,
    `applied_at` DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY number
SETTINGS index_granularity = 8192;

CREATE TABLE sink_offsets
(
    `topic` LowCardinality(String),
    `partition` UInt32,
    `next_offset` UInt64,
    `stored_at` DateTime64(6, 'UTC')
)
ENGINE = ReplacingMergeTree(next_offset)
ORDER BY (topic, partition)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;

CREATE TABLE sites
(
    `known_at` DateTime64(6, 'UTC'),
    `site_id` String,
    `name` String,
    `country` LowCardinality(String),
    `kind` LowCardinality(String),
    `area` String,
    `capacity_ct_per_year` Nullable(Int64),
    `opened_on` Nullable(Date32),
    `closed_on` Nullable(Date32),
    `source` String,
    `confidence` LowCardinality(String),
    `note` String
)
ENGINE = ReplacingMergeTree
ORDER BY (known_at, site_id)
SETTINGS non_replicated_deduplication_window = 1000, index_granularity = 8192;
