-- What counts of everything recorded, as it was known at an instant. A record counts unless its content was declared in
-- error; of repeats of one content the one recorded first counts, and of several contents under one event id the one
-- with the smaller (recorded_at, digest); a lot sees only the contents that name it. `position` and `known_at` are those of the first time the content was seen.
CREATE OR REPLACE VIEW events_known_on AS
SELECT * FROM (
    SELECT
        event_id, digest, min(recorded_at) AS first_recorded_at,
        any(occurred_at) AS occurred_at, any(utc_offset_minutes) AS utc_offset_minutes, any(emitter) AS emitter,
        any(sequence) AS sequence, any(site_id) AS site_id, any(country) AS country, any(area) AS area,
        any(latitude) AS latitude, any(longitude) AS longitude, any(evidence_kinds) AS evidence_kinds,
        any(evidence_references) AS evidence_references, any(evidence_sha256) AS evidence_sha256,
        any(body_kind) AS body_kind, any(body_json) AS body_json,
        min(position) AS first_position, min(known_at) AS first_known_at
    FROM events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY event_id, digest
    HAVING NOT max(is_declaration)
)
ORDER BY first_recorded_at, digest
LIMIT 1 BY event_id;

CREATE OR REPLACE VIEW current_events AS
SELECT * FROM events_known_on(known = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW lot_events_known_on AS
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
    FROM lot_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY lot_id, event_id, role, digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY lot_id, event_id);

CREATE OR REPLACE VIEW current_lot_events AS
SELECT * FROM lot_events_known_on(known = '2299-12-31 00:00:00');

CREATE OR REPLACE VIEW current_lineage AS
SELECT event_id, role, lot_id FROM (
    SELECT event_id, role, lot_id, digest, min(recorded_at) AS first_recorded_at
    FROM lineage
    GROUP BY event_id, role, lot_id, digest
    HAVING NOT max(is_declaration)
)
QUALIFY digest = argMin(digest, (first_recorded_at, digest)) OVER (PARTITION BY event_id, lot_id);

CREATE OR REPLACE VIEW certificate_events_known_on AS
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
    FROM certificate_events
    WHERE known_at <= {known:DateTime64(6, 'UTC')}
    GROUP BY certificate_subject, event_id, digest
    HAVING NOT max(is_declaration)
)
ORDER BY first_recorded_at, digest
LIMIT 1 BY certificate_subject, event_id;

CREATE OR REPLACE VIEW current_certificate_events AS
SELECT * FROM certificate_events_known_on(known = '2299-12-31 00:00:00');

-- The events of lots in the order in which they count: by effective time, body rank, id. A receipt stamped at most 15
-- minutes before its release is taken to follow it.
CREATE OR REPLACE VIEW lot_steps AS
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
    FROM lot_events_known_on(known = {known:DateTime64(6, 'UTC')})
    WHERE occurred_at <= {on:DateTime64(6, 'UTC')}
);

-- The state of every lot on an instant, as it was known at an instant. Only the first birth counts; what is empty was
-- not stated. `in_transit_to` is the party of the last release that no receipt has answered: neither one of the same
-- handover, nor one by which somebody took the lot over from that party.
CREATE OR REPLACE VIEW lot_states AS
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
    FROM lot_steps(known = {known:DateTime64(6, 'UTC')}, on = {on:DateTime64(6, 'UTC')})
) AS step
GROUP BY lot_id;

CREATE OR REPLACE VIEW lots AS
SELECT * FROM lot_states(known = '2299-12-31 00:00:00', on = '2299-12-31 00:00:00');

-- The current state of every certificate: content at issue, content after the amendments, cancellation, use.
CREATE OR REPLACE VIEW certificates AS
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
    FROM current_certificate_events
) AS used
GROUP BY certificate_subject;

CREATE OR REPLACE VIEW current_participants AS
SELECT * EXCEPT known_at FROM participants FINAL WHERE known_at = (SELECT max(known_at) FROM participants);

CREATE OR REPLACE VIEW current_participant_status AS
SELECT * EXCEPT known_at FROM participant_status FINAL WHERE known_at = (SELECT max(known_at) FROM participant_status);

CREATE OR REPLACE VIEW current_sites AS
SELECT * EXCEPT known_at FROM sites FINAL WHERE known_at = (SELECT max(known_at) FROM sites);

CREATE OR REPLACE VIEW current_kp_production AS
SELECT * EXCEPT known_at FROM kp_production FINAL WHERE known_at = (SELECT max(known_at) FROM kp_production);

CREATE OR REPLACE VIEW current_kp_trade AS
SELECT * EXCEPT known_at FROM kp_trade FINAL WHERE known_at = (SELECT max(known_at) FROM kp_trade);

CREATE OR REPLACE VIEW current_kp_world_totals AS
SELECT * EXCEPT known_at FROM kp_world_totals FINAL WHERE known_at = (SELECT max(known_at) FROM kp_world_totals);

CREATE OR REPLACE VIEW current_operator_production AS
SELECT * EXCEPT known_at FROM operator_production FINAL
WHERE known_at = (SELECT max(known_at) FROM operator_production);
