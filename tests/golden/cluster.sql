CREATE TABLE IF NOT EXISTS caratrace.schema_migrations_local ON CLUSTER gems (
    number UInt32,
    name String,
    checksum String,
    applied_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/schema_migrations', '{replica}')
ORDER BY number;

CREATE TABLE IF NOT EXISTS caratrace.schema_migrations ON CLUSTER gems AS caratrace.schema_migrations_local
ENGINE = Distributed('gems', 'caratrace', 'schema_migrations_local', cityHash64(number));

CREATE TABLE IF NOT EXISTS caratrace.events_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/events', '{replica}', newest)
ORDER BY (event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.events ON CLUSTER gems AS caratrace.events_local
ENGINE = Distributed('gems', 'caratrace', 'events_local', cityHash64(event_id));

CREATE TABLE IF NOT EXISTS caratrace.lot_events_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/lot_events', '{replica}', newest)
ORDER BY (lot_id, event_id, role, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.lot_events ON CLUSTER gems AS caratrace.lot_events_local
ENGINE = Distributed('gems', 'caratrace', 'lot_events_local', cityHash64(lot_id));

CREATE TABLE IF NOT EXISTS caratrace.lineage_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/lineage', '{replica}', newest)
ORDER BY (event_id, role, lot_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.lineage ON CLUSTER gems AS caratrace.lineage_local
ENGINE = Distributed('gems', 'caratrace', 'lineage_local', cityHash64(event_id));

CREATE TABLE IF NOT EXISTS caratrace.certificate_events_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/certificate_events', '{replica}', newest)
ORDER BY (certificate_subject, event_id, digest, recorded_at, is_declaration)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.certificate_events ON CLUSTER gems AS caratrace.certificate_events_local
ENGINE = Distributed('gems', 'caratrace', 'certificate_events_local', cityHash64(certificate_subject));

CREATE TABLE IF NOT EXISTS caratrace.findings_log_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/findings_log', '{replica}')
ORDER BY (finding_id, revision)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.findings_log ON CLUSTER gems AS caratrace.findings_log_local
ENGINE = Distributed('gems', 'caratrace', 'findings_log_local', cityHash64(finding_id));

CREATE TABLE IF NOT EXISTS caratrace.findings_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/findings', '{replica}', revision)
ORDER BY finding_id
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.findings ON CLUSTER gems AS caratrace.findings_local
ENGINE = Distributed('gems', 'caratrace', 'findings_local', cityHash64(finding_id));

CREATE TABLE IF NOT EXISTS caratrace.quarantine_local ON CLUSTER gems (
    quarantine_id UUID,
    source LowCardinality(String),
    position String,
    reason LowCardinality(String),
    message String,
    size Int64,
    payload String CODEC(ZSTD(1)),
    received_at DateTime64(6, 'UTC')
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/quarantine', '{replica}')
ORDER BY quarantine_id
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.quarantine ON CLUSTER gems AS caratrace.quarantine_local
ENGINE = Distributed('gems', 'caratrace', 'quarantine_local', cityHash64(quarantine_id));

CREATE TABLE IF NOT EXISTS caratrace.detector_runs_local ON CLUSTER gems (
    detector LowCardinality(String),
    revision Int64,
    version Int32,
    known_at DateTime64(6, 'UTC'),
    open Int64,
    raised Int64,
    revised Int64,
    retracted Int64
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/detector_runs', '{replica}')
ORDER BY (detector, revision)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.detector_runs ON CLUSTER gems AS caratrace.detector_runs_local
ENGINE = Distributed('gems', 'caratrace', 'detector_runs_local', cityHash64(detector));

CREATE TABLE IF NOT EXISTS caratrace.participants_local ON CLUSTER gems (
    known_at DateTime64(6, 'UTC'),
    iso2 String,
    name String,
    start Date32,
    stop Date32,
    precision LowCardinality(String),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/participants', '{replica}')
ORDER BY (known_at, iso2, start)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.participants ON CLUSTER gems AS caratrace.participants_local
ENGINE = Distributed('gems', 'caratrace', 'participants_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.participant_status_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/participant_status', '{replica}')
ORDER BY (known_at, country, scope, start, status)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.participant_status ON CLUSTER gems AS caratrace.participant_status_local
ENGINE = Distributed('gems', 'caratrace', 'participant_status_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.sites_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/sites', '{replica}')
ORDER BY (known_at, site_id)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.sites ON CLUSTER gems AS caratrace.sites_local
ENGINE = Distributed('gems', 'caratrace', 'sites_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.kp_production_local ON CLUSTER gems (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    country LowCardinality(String),
    carats Nullable(Int64),
    value_usd Nullable(Int64),
    cents_per_carat Nullable(Int64),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/kp_production', '{replica}')
ORDER BY (known_at, country, year)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.kp_production ON CLUSTER gems AS caratrace.kp_production_local
ENGINE = Distributed('gems', 'caratrace', 'kp_production_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.kp_trade_local ON CLUSTER gems (
    known_at DateTime64(6, 'UTC'),
    year Int32,
    participant LowCardinality(String),
    flow LowCardinality(String),
    carats Nullable(Int64),
    value_usd Nullable(Int64),
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/kp_trade', '{replica}')
ORDER BY (known_at, participant, year, flow)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.kp_trade ON CLUSTER gems AS caratrace.kp_trade_local
ENGINE = Distributed('gems', 'caratrace', 'kp_trade_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.kp_world_totals_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/kp_world_totals', '{replica}')
ORDER BY (known_at, year)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.kp_world_totals ON CLUSTER gems AS caratrace.kp_world_totals_local
ENGINE = Distributed('gems', 'caratrace', 'kp_world_totals_local', cityHash64(known_at));

CREATE TABLE IF NOT EXISTS caratrace.operator_production_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/operator_production', '{replica}')
ORDER BY (known_at, country, year, operator)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.operator_production ON CLUSTER gems AS caratrace.operator_production_local
ENGINE = Distributed('gems', 'caratrace', 'operator_production_local', cityHash64(known_at));

CREATE OR REPLACE VIEW caratrace.events_known_on ON CLUSTER gems AS
SELECT * FROM (
    SELECT
        event_id, digest, min(recorded_at) AS first_recorded_at,
        any(occurred_at) AS occurred_at, any(utc_offset_minutes) AS utc_offset_minutes, any(emitter) AS emitter,
        any(sequence) AS sequence, any(site_id) AS site_id, any(country) AS country, any(area) AS area,
        any(latitude) AS latitude, any(longitude) AS longitude, any(evidence_kinds) AS evidence_kinds,
        any(evidence_references) AS evidence_references, any(evidence_sha256) AS evidence_sha256,
        any(body_kind) AS body_kind, any(body_json) AS body_json,
        min(position) AS first_position, min(known_at) AS first_known_at
    FROM caratrace.events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY event_id, digest
    HAVING NOT max(is_declaration)
)
ORDER BY first_recorded_at, digest
LIMIT 1 BY event_id;

CREATE OR REPLACE VIEW caratrace.current_events ON CLUSTER gems AS
SELECT * FROM caratrace.events_known_on(known = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW caratrace.lot_events_known_on ON CLUSTER gems AS
SELECT * FROM (
    SELECT
        lot_id, event_id, role, digest, min(recorded_at) AS first_recorded_at,
        any(body_kind) AS body_kind, any(body_rank) AS body_rank, any(occurred_at) AS occurred_at,
        any(custodian_after) AS custodian_after, any(released_to) AS released_to, any(received_from) AS received_from,
        any(handover_id) AS handover_id,
        any(owner_after) AS owner_after, any(country_after) AS country_after, any(site_id) AS site_id,
        any(end_reason) AS end_reason, any(carats) AS carats, any(stones) AS stones, any(form) AS form,
        any(hs_code) AS hs_code, any(origins) AS origins, any(species) AS species, any(value_cents) AS value_cents,
        any(certificate_subject) AS certificate_subject, any(shipment_id) AS shipment_id,
        min(position) AS first_position, min(known_at) AS first_known_at
    FROM caratrace.lot_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY lot_id, event_id, role, digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY lot_id, event_id);

CREATE OR REPLACE VIEW caratrace.current_lot_events ON CLUSTER gems AS
SELECT * FROM caratrace.lot_events_known_on(known = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW caratrace.current_lineage ON CLUSTER gems AS
SELECT event_id, role, lot_id FROM (
    SELECT event_id, role, lot_id, digest, min(recorded_at) AS first_recorded_at
    FROM caratrace.lineage
    GROUP BY event_id, role, lot_id, digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY event_id, lot_id);

CREATE OR REPLACE VIEW caratrace.certificate_events_known_on ON CLUSTER gems AS
SELECT * FROM (
    SELECT
        certificate_subject, event_id, digest, min(recorded_at) AS first_recorded_at,
        any(body_kind) AS body_kind, any(body_rank) AS body_rank, any(occurred_at) AS occurred_at,
        any(issuer) AS issuer, any(number) AS number, any(authority) AS authority, any(issued_on) AS issued_on,
        any(expires_on) AS expires_on, any(exporter) AS exporter, any(importer) AS importer,
        any(destination) AS destination, any(origins) AS origins, any(area) AS area, any(parcels) AS parcels,
        any(carats) AS carats, any(value_cents) AS value_cents, any(parcel_reference) AS parcel_reference,
        any(reason) AS reason, any(shipment_id) AS shipment_id, any(from_country) AS from_country,
        any(to_country) AS to_country, any(received_on) AS received_on,
        min(position) AS first_position, min(known_at) AS first_known_at
    FROM caratrace.certificate_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY certificate_subject, event_id, digest
    HAVING NOT max(is_declaration)
)
ORDER BY first_recorded_at, digest
LIMIT 1 BY certificate_subject, event_id;

CREATE OR REPLACE VIEW caratrace.current_certificate_events ON CLUSTER gems AS
SELECT * FROM caratrace.certificate_events_known_on(known = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW caratrace.lot_steps ON CLUSTER gems AS
SELECT
    *,
    (effective_at, body_rank, toString(event_id), role) AS place,
    body_kind = 'LotRegistered' OR role = 'output' AS gives_birth,
    body_kind = 'LotRetired' OR role = 'input' AS ends
FROM (
    SELECT
        *,
        groupArrayIf(occurred_at, body_kind = 'CustodyReleased') OVER (PARTITION BY lot_id, handover_id) AS releases,
        arrayFilter(at -> at > occurred_at AND at <= occurred_at + INTERVAL 15 MINUTE, releases) AS later,
        if(body_kind = 'CustodyReceived' AND notEmpty(later), arrayMin(later), occurred_at) AS effective_at
    FROM caratrace.lot_events_known_on(known = {known:DateTime64(6, 'UTC')})
    WHERE occurred_at <= {on:DateTime64(6, 'UTC')}
);

CREATE OR REPLACE VIEW caratrace.lot_states ON CLUSTER gems AS
SELECT
    lot_id,
    if(countIf(gives_birth) = 0, NULL, argMinIf(event_id, place, gives_birth)) AS born_by,
    if(countIf(gives_birth) = 0, NULL, minIf(effective_at, gives_birth)) AS born_at,
    argMinIf(site_id, place, gives_birth) AS born_at_site,
    argMinIf(body_kind, place, gives_birth) AS born_kind,
    argMaxIf(custodian_after, place, custodian_after != '' AND counts) AS custodian,
    if(custodian = '', NULL, argMaxIf(event_id, place, custodian_after != '' AND counts)) AS custodian_by,
    if(custodian = '', NULL, maxIf(effective_at, custodian_after != '' AND counts)) AS custodian_since,
    if(countIf(ends) > 0, '', argMaxIf(released_to, place, unanswered)) AS in_transit_to,
    argMaxIf(owner_after, place, owner_after != '' AND counts) AS owner,
    if(owner = '', NULL, argMaxIf(event_id, place, owner_after != '' AND counts)) AS owner_by,
    if(owner = '', NULL, maxIf(effective_at, owner_after != '' AND counts)) AS owner_since,
    argMaxIf(country_after, place, country_after != '' AND counts AND place >= first_birth) AS country,
    argMaxIf(step.carats, place, custodian_after != '' AND counts) AS carats,
    argMinIf(step.stones, place, gives_birth AND counts) AS stones,
    argMinIf(step.form, place, gives_birth AND counts) AS form,
    argMinIf(step.origins, place, gives_birth AND counts) AS origins,
    argMinIf(step.species, place, gives_birth AND counts) AS species,
    if(countIf(ends) = 0, NULL, argMinIf(event_id, place, ends)) AS ended_by,
    if(countIf(ends) = 0, NULL, argMinIf(effective_at, place, ends)) AS ended_at,
    argMinIf(step.end_reason, place, ends) AS end_reason,
    count() AS events,
    max(occurred_at) AS last_event_at
FROM (
    SELECT
        *,
        minIf(place, gives_birth) OVER (PARTITION BY lot_id) AS first_birth,
        NOT gives_birth OR place = first_birth AS counts,
        maxIf(place, body_kind = 'CustodyReceived') OVER (PARTITION BY lot_id, handover_id) AS last_receipt,
        maxIf(place, body_kind = 'CustodyReceived') OVER (
            PARTITION BY lot_id, concat(released_to, received_from)
        ) AS last_seen_there,
        body_kind = 'CustodyReleased' AND NOT greatest(last_receipt, last_seen_there) > place AS unanswered
    FROM caratrace.lot_steps(known = {known:DateTime64(6, 'UTC')}, on = {on:DateTime64(6, 'UTC')})
) AS step
GROUP BY lot_id;

CREATE OR REPLACE VIEW caratrace.lots ON CLUSTER gems AS
SELECT * FROM caratrace.lot_states(known = '2299-12-31 00:00:00', on = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW caratrace.certificates ON CLUSTER gems AS
SELECT
    certificate_subject,
    argMinIf(used.issuer, place, issues) AS issuer,
    argMinIf(used.number, place, issues) AS number,
    if(countIf(issues) = 0, NULL, argMinIf(event_id, place, issues)) AS issued_by,
    argMinIf(used.issued_on, place, issues) AS issued_on,
    argMinIf(used.carats, place, issues) AS issued_carats,
    argMinIf(used.value_cents, place, issues) AS issued_value_cents,
    countIf(body_kind = 'CertificateAmended') AS amendments,
    argMaxIf(used.expires_on, place, states) AS expires_on,
    argMaxIf(used.exporter, place, states) AS exporter,
    argMaxIf(used.importer, place, states) AS importer,
    argMaxIf(used.destination, place, states) AS destination,
    argMaxIf(used.origins, place, states) AS origins,
    argMaxIf(used.carats, place, states) AS carats,
    argMaxIf(used.value_cents, place, states) AS value_cents,
    if(countIf(body_kind = 'CertificateCancelled') = 0, NULL,
        maxIf(occurred_at, body_kind = 'CertificateCancelled')) AS cancelled_at,
    countIf(body_kind = 'ShipmentExported') AS exports,
    countIf(body_kind = 'ShipmentImported') AS imports,
    ifNull(sumIf(used.carats, body_kind = 'ShipmentImported'), 0) AS imported_carats,
    countIf(body_kind = 'ImportConfirmed') AS confirmations
FROM (
    SELECT
        *,
        (occurred_at, body_rank, toString(event_id)) AS place,
        body_kind = 'CertificateIssued' AS issues,
        minIf(place, issues) OVER (PARTITION BY certificate_subject) AS first_issue,
        body_kind = 'CertificateAmended' OR issues AND place = first_issue AS states
    FROM caratrace.current_certificate_events
) AS used
GROUP BY certificate_subject;

CREATE OR REPLACE VIEW caratrace.current_participants ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.participants FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.participants);

CREATE OR REPLACE VIEW caratrace.current_participant_status ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.participant_status FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.participant_status);

CREATE OR REPLACE VIEW caratrace.current_sites ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.sites FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.sites);

CREATE OR REPLACE VIEW caratrace.current_kp_production ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.kp_production FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.kp_production);

CREATE OR REPLACE VIEW caratrace.current_kp_trade ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.kp_trade FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.kp_trade);

CREATE OR REPLACE VIEW caratrace.current_kp_world_totals ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.kp_world_totals FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.kp_world_totals);

CREATE OR REPLACE VIEW caratrace.current_operator_production ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.operator_production FINAL
WHERE known_at = (SELECT max(known_at) FROM caratrace.operator_production);

CREATE TABLE IF NOT EXISTS caratrace.sink_offsets_local ON CLUSTER gems (
    topic LowCardinality(String),
    partition UInt32,
    next_offset UInt64,
    stored_at DateTime64(6, 'UTC')
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/sink_offsets', '{replica}', next_offset)
ORDER BY (topic, partition)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.sink_offsets ON CLUSTER gems AS caratrace.sink_offsets_local
ENGINE = Distributed('gems', 'caratrace', 'sink_offsets_local', cityHash64(topic));

CREATE TABLE IF NOT EXISTS caratrace.finding_places_local ON CLUSTER gems (
    log_partition UInt32,
    log_offset Int64,
    finding_id UUID,
    revision Int64
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/finding_places', '{replica}')
ORDER BY (log_partition, log_offset)
SETTINGS index_granularity = 1024, replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.finding_places ON CLUSTER gems AS caratrace.finding_places_local
ENGINE = Distributed('gems', 'caratrace', 'finding_places_local', cityHash64(log_partition));

CREATE OR REPLACE VIEW caratrace.current_shipment_lines ON CLUSTER gems AS
SELECT
    event_id, lot_id, body_kind, occurred_at, certificate_subject, shipment_id,
    said.exporter AS exporter, said.importer AS importer, said.from_country AS from_country,
    said.to_country AS to_country,
    carats, stones, form, hs_code, origins, species, value_cents
FROM caratrace.current_lot_events AS line
INNER JOIN (
    SELECT DISTINCT
        event_id, digest,
        JSONExtractString(body_json, 'body', 'exporter') AS exporter,
        JSONExtractString(body_json, 'body', 'importer') AS importer,
        JSONExtractString(body_json, 'body', 'from_country') AS from_country,
        JSONExtractString(body_json, 'body', 'to_country') AS to_country
    FROM caratrace.events
    WHERE body_kind IN ('ShipmentExported', 'ShipmentImported')
) AS said USING (event_id, digest)
WHERE line.body_kind IN ('ShipmentExported', 'ShipmentImported');

CREATE TABLE IF NOT EXISTS caratrace.licences_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/licences', '{replica}')
ORDER BY (known_at, country, licence, valid_from)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.licences ON CLUSTER gems AS caratrace.licences_local
ENGINE = Distributed('gems', 'caratrace', 'licences_local', cityHash64(known_at));

CREATE OR REPLACE VIEW caratrace.current_licences ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.licences FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.licences);

CREATE TABLE IF NOT EXISTS caratrace.reference_events_local ON CLUSTER gems (
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/reference_events', '{replica}')
ORDER BY (table_name, key, valid_from, recorded_at, digest, change_id, known_at)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.reference_events ON CLUSTER gems AS caratrace.reference_events_local
ENGINE = Distributed('gems', 'caratrace', 'reference_events_local', cityHash64(table_name));

CREATE TABLE IF NOT EXISTS caratrace.reference_base_local ON CLUSTER gems (
    known_at DateTime64(6, 'UTC'),
    table_name LowCardinality(String),
    key String,
    valid_from Date32,
    valid_until Date32,
    row_json String,
    source String,
    confidence LowCardinality(String)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/caratrace/reference_base', '{replica}')
ORDER BY (known_at, table_name, key, valid_from)
SETTINGS replicated_deduplication_window_seconds = 604800, replicated_deduplication_window = 1000;

CREATE TABLE IF NOT EXISTS caratrace.reference_base ON CLUSTER gems AS caratrace.reference_base_local
ENGINE = Distributed('gems', 'caratrace', 'reference_base_local', cityHash64(known_at));

CREATE OR REPLACE VIEW caratrace.current_reference_base ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.reference_base FINAL WHERE known_at = (SELECT max(known_at) FROM caratrace.reference_base);

CREATE OR REPLACE VIEW caratrace.lot_states ON CLUSTER gems AS
SELECT
    lot_id,
    if(countIf(gives_birth) = 0, NULL, argMinIf(event_id, place, gives_birth)) AS born_by,
    if(countIf(gives_birth) = 0, NULL, minIf(effective_at, gives_birth)) AS born_at,
    argMinIf(site_id, place, gives_birth) AS born_at_site,
    argMinIf(body_kind, place, gives_birth) AS born_kind,
    argMaxIf(custodian_after, place, custodian_after != '' AND counts) AS custodian,
    if(custodian = '', NULL, argMaxIf(event_id, place, custodian_after != '' AND counts)) AS custodian_by,
    if(custodian = '', NULL, maxIf(effective_at, custodian_after != '' AND counts)) AS custodian_since,
    if(countIf(is_end) > 0, '', argMaxIf(released_to, place, unanswered)) AS in_transit_to,
    argMaxIf(owner_after, place, owner_after != '' AND counts) AS owner,
    if(owner = '', NULL, argMaxIf(event_id, place, owner_after != '' AND counts)) AS owner_by,
    if(owner = '', NULL, maxIf(effective_at, owner_after != '' AND counts)) AS owner_since,
    argMaxIf(country_after, place, country_after != '' AND counts AND place >= first_birth) AS country,
    argMaxIf(step.carats, place, custodian_after != '' AND counts) AS carats,
    argMinIf(step.stones, place, gives_birth AND counts) AS stones,
    argMinIf(step.form, place, gives_birth AND counts) AS form,
    argMinIf(step.origins, place, gives_birth AND counts) AS origins,
    argMinIf(step.species, place, gives_birth AND counts) AS species,
    if(countIf(is_end) = 0, NULL, anyIf(event_id, is_end)) AS ended_by,
    if(countIf(is_end) = 0, NULL, anyIf(effective_at, is_end)) AS ended_at,
    anyIf(step.end_reason, is_end) AS end_reason,
    count() AS events,
    max(occurred_at) AS last_event_at
FROM (
    SELECT
        *,
        minIf(place, gives_birth) OVER (PARTITION BY lot_id) AS first_birth,
        NOT gives_birth OR place = first_birth AS counts,
        maxIf(place, body_kind = 'CustodyReceived') OVER (PARTITION BY lot_id, handover_id) AS last_receipt,
        maxIf(place, body_kind = 'CustodyReceived') OVER (
            PARTITION BY lot_id, concat(released_to, received_from)
        ) AS last_seen_there,
        ends AND body_kind = 'LotRetired' AND end_reason IN ('LOST', 'STOLEN') AS goes_missing,
        countIf(ends AND NOT goes_missing) OVER (PARTITION BY lot_id) AS ends_for_good,
        minIf(place, ends AND NOT goes_missing) OVER (PARTITION BY lot_id) AS first_end,
        max(place) OVER (PARTITION BY lot_id) AS last_step,
        maxIf(place, goes_missing) OVER (PARTITION BY lot_id) AS last_loss,
        if(ends_for_good > 0, place = first_end, goes_missing AND place = last_step) AS is_end,
        body_kind = 'CustodyReleased' AND place > greatest(last_receipt, last_seen_there, last_loss) AS unanswered
    FROM caratrace.lot_steps(known = {known:DateTime64(6, 'UTC')}, on = {on:DateTime64(6, 'UTC')})
) AS step
GROUP BY lot_id;

CREATE OR REPLACE VIEW caratrace.certificates ON CLUSTER gems AS
SELECT
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
    toUInt64(length((arrayFold(
        (seen, step) -> (
            if(step.1 = 'ShipmentExported' AND NOT (step.6 AND has(seen.1, (step.2, step.4))),
                arrayPushBack(seen.1, (step.2, step.3)), seen.1),
            if(step.1 = 'ShipmentImported' AND NOT (step.6 AND has(seen.1, (step.2, step.4))),
                arrayPushBack(seen.2, step.5), seen.2)
        ),
        arrayMap(one -> one.2, arraySort(groupArrayIf(
            (place, (
                toString(body_kind), shipment_id, toString(from_country), toString(to_country),
                ifNull(used.carats, 0), under_technical_certificate
            )),
            body_kind IN ('ShipmentExported', 'ShipmentImported')
        ))),
        (CAST([], 'Array(Tuple(String, String))'), CAST([], 'Array(Int64)'))
    ) AS crossed).1)) AS exports,
    toUInt64(length(crossed.2)) AS imports,
    arraySum(crossed.2) AS imported_carats,
    countIf(body_kind = 'ImportConfirmed') AS confirmations
FROM (
    SELECT
        *,
        (occurred_at, body_rank, toString(event_id)) AS place,
        body_kind = 'CertificateCancelled' AS cancels,
        maxIf(place, body_kind = 'CertificateIssued') OVER earlier AS issued_before,
        maxIf(place, cancels) OVER earlier AS cancelled_before,
        body_kind = 'CertificateIssued' AND (
            countIf(body_kind = 'CertificateIssued') OVER earlier = 0 OR cancelled_before > issued_before
        ) AS issues,
        body_kind = 'CertificateAmended' OR issues AS states,
        (event_id, digest) IN (
            SELECT event_id, digest FROM caratrace.events
            WHERE arrayExists(
                kind -> trim(replaceRegexpAll(lowerUTF8(replaceAll(kind, '_', ' ')), '\\s+', ' ')) = 'technical certificate',
                evidence_kinds
            )
        ) AS under_technical_certificate
    FROM caratrace.current_certificate_events
    WINDOW earlier AS (
        PARTITION BY certificate_subject ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
) AS used
GROUP BY certificate_subject;

CREATE OR REPLACE VIEW caratrace.current_licences ON CLUSTER gems AS
SELECT * EXCEPT known_at FROM caratrace.licences FINAL
WHERE known_at = (SELECT max(known_at) FROM caratrace.licences) AND licence != '';

