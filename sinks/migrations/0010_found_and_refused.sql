-- The state of every lot on an instant, as it was known at an instant, as in 0004. What was lost or stolen has ended only
-- until something happens to it again, and is not under way any more.
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
    FROM lot_steps(known = {known:DateTime64(6, 'UTC')}, on = {on:DateTime64(6, 'UTC')})
) AS step
GROUP BY lot_id;

-- The current state of every certificate, as in 0004. One that was cancelled and is issued again is what its new issue
-- says. Goods that were refused and go back under a technical certificate, to where an export of the same shipment came
-- from, are neither an export nor an import.
CREATE OR REPLACE VIEW certificates AS
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
            SELECT event_id, digest FROM events
            WHERE arrayExists(
                kind -> trim(replaceRegexpAll(lowerUTF8(replaceAll(kind, '_', ' ')), '\\s+', ' ')) = 'technical certificate',
                evidence_kinds
            )
        ) AS under_technical_certificate
    FROM current_certificate_events
    WINDOW earlier AS (
        PARTITION BY certificate_subject ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
) AS used
GROUP BY certificate_subject;
