-- code: STA019
-- title: The certificates that an issuer counts for a country are those that come in there
-- law: KPCS core document, Annex III: counts of certificates validated for export and received with imports (detail from
--   memory); threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: pair
-- window_months: 3
-- minimum_sample: 50
-- most_per_mille: 20
-- least_different: 2
-- grace_days: 90
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer certificates issued than this
-- parameter most_per_mille UInt16: flagged above this share of difference (proposed)
-- parameter least_different UInt16: and only with a difference of so many certificates
-- parameter grace_days UInt16: a quarter is judged so long after its end: a certificate may be used for two months, and
--   be on the way for a third (proposed)
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- column subject String: pair:<issuer>-<country of import>:<quarter>
-- column got String: certificates issued and received
-- column expected String: the difference that is left alone
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): issues without an import and imports without an issue, at most twenty

-- A certificate belongs to the quarter of its issue, on both sides, and to the country for which it was issued or, where
-- no issue is known, into which it was brought. Certificates that their issuer took back do not count. Imports count from
-- the day on which the issuer began to tell what it issues, and only countries that tell imports are judged.
WITH papers AS (
    SELECT
        certificate_subject,
        any(certificate.issuer) AS issued_in,
        countIf(body_kind = 'CertificateIssued') > 0 AS issued,
        countIf(body_kind = 'ShipmentImported') > 0 AS received,
        if(
            issued,
            argMaxIf(
                certificate.destination, (occurred_at, event_id),
                body_kind IN ('CertificateIssued', 'CertificateAmended')
            ),
            argMinIf(to_country, (occurred_at, event_id), body_kind = 'ShipmentImported')
        ) AS country,
        if(issued, minIf(day, body_kind = 'CertificateIssued'), minIf(day, body_kind = 'ShipmentImported')) AS on_day,
        argMin(event_id, (occurred_at, event_id)) AS first_event
    FROM (
        SELECT
            *,
            ifNull(issued_on, ifNull(shown, toDate32(occurred_at))) AS day
        FROM current_certificate_events
        LEFT JOIN (
            SELECT DISTINCT
                event_id, digest,
                toDate32OrNull(JSONExtractString(body_json, 'body', 'presented', 'issued_on')) AS shown
            FROM events
            WHERE body_kind = 'ShipmentImported'
        ) AS presented USING (event_id, digest)
    ) AS certificate
    GROUP BY certificate_subject
    HAVING (issued OR received) AND countIf(body_kind = 'CertificateCancelled') = 0
),
beginnings AS (
    SELECT issued_in, min(on_day) AS first_day FROM papers WHERE issued GROUP BY issued_in
),
quarters AS (
    SELECT
        issued_in, country, toStartOfQuarter(on_day) AS quarter, addMonths(quarter, {window_months:UInt16}) AS until,
        countIf(issued) AS sent, countIf(received) AS come,
        arraySlice(arraySort(id -> toString(id), groupArrayIf(first_event, issued != received)), 1, 20) AS evidence
    FROM papers
    INNER JOIN beginnings USING (issued_in)
    WHERE on_day >= first_day
    GROUP BY issued_in, country, quarter
)
SELECT
    concat('pair:', issued_in, '-', country, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(toString(sent), ' certificates issued, ', toString(come), ' received with imports') AS got,
    concat(
        'a difference of at most ', toString({most_per_mille:UInt16} / 10), '%, ', toString({grace_days:UInt16}),
        ' days after the quarter (proposed)'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    evidence
FROM quarters
WHERE sent >= {minimum_sample:UInt16} AND abs(sent - come) >= {least_different:UInt16}
    AND abs(sent - come) * 1000 > sent * {most_per_mille:UInt16}
    AND addDays(toDateTime64(until, 6, 'UTC'), {grace_days:UInt16}) <= {on:DateTime64(6, 'UTC')}
    AND country IN (SELECT DISTINCT to_country FROM current_certificate_events WHERE body_kind = 'ShipmentImported')
ORDER BY subject
