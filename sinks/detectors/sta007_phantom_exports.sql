-- code: STA007
-- title: An importing country confirms nearly all of what an issuer's certificates sent there in a quarter
-- law: KPCS core document, Section III(b): confirmation of receipt [ukann]; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: pair
-- window_months: 3
-- minimum_sample: 20
-- most_per_mille: 30
-- least_missing: 2
-- grace_days: 60
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer certificates than this
-- parameter most_per_mille UInt16: flagged above this share without a confirmation (proposed)
-- parameter least_missing UInt16: and only with so many; a single one is told by the rule KIM010
-- parameter grace_days UInt16: a quarter is judged so long after its end (proposed)
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- column subject String: pair:<issuer>-<country of import>:<quarter>
-- column got String: certificates without a confirmation
-- column expected String: the share that may lack one
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): exports without a confirmation, at most twenty

-- A certificate counts once, in the quarter of its first export, unless its issuer took it back.
WITH used AS (
    SELECT
        certificate_subject,
        any(issuer) AS issued_in,
        minIf(occurred_at, body_kind = 'ShipmentExported') AS left_at,
        argMinIf(to_country, (occurred_at, event_id), body_kind = 'ShipmentExported') AS destination,
        argMinIf(event_id, (occurred_at, event_id), body_kind = 'ShipmentExported') AS left_by,
        countIf(body_kind = 'ImportConfirmed') > 0 AS confirmed
    FROM current_certificate_events
    GROUP BY certificate_subject
    HAVING countIf(body_kind = 'ShipmentExported') > 0 AND countIf(body_kind = 'CertificateCancelled') = 0
),
quarters AS (
    SELECT
        issued_in, destination, toStartOfQuarter(left_at) AS quarter, addMonths(quarter, {window_months:UInt16}) AS until,
        count() AS sample, countIf(NOT confirmed) AS missing,
        arraySlice(arraySort(id -> toString(id), groupArrayIf(left_by, NOT confirmed)), 1, 20) AS evidence
    FROM used
    GROUP BY issued_in, destination, quarter
)
SELECT
    concat(
        'pair:', issued_in, '-', destination, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))
    ) AS subject,
    concat(
        toString(missing), ' of ', toString(sample), ' certificates without a confirmation of receipt, ',
        toString(intDiv(missing * 1000, sample) / 10), '%'
    ) AS got,
    concat(
        'at most ', toString({most_per_mille:UInt16} / 10), '% without one, ', toString({grace_days:UInt16}),
        ' days after the quarter (proposed)'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    evidence
FROM quarters
WHERE sample >= {minimum_sample:UInt16} AND missing >= {least_missing:UInt16}
    AND missing * 1000 > sample * {most_per_mille:UInt16}
    AND addDays(toDateTime64(until, 6, 'UTC'), {grace_days:UInt16}) <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
