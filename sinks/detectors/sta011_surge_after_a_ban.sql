-- code: STA011
-- title: After a ban ends a country exports no more than it can have mined and held
-- law: no law sets a figure: illicit stock may leave in a legal window; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: country
-- window_months: 6
-- minimum_sample: 5
-- most_per_mille: 1500
-- grace_days: 30
-- parameter window_months UInt16: months after the end of the ban
-- parameter minimum_sample UInt16: silent with fewer exported lots than this
-- parameter most_per_mille UInt16: flagged above this share of output and stock (proposed)
-- parameter grace_days UInt16: exports of the last so many days wait for finds that are told late
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- column subject String: country:<ISO code>:<day on which rough might be traded again>
-- column got String: rough exported since that day
-- column expected String: what was mined since then, and opening stock
-- column dated_at DateTime64(6, 'UTC'): the last of these exports

-- Counted are rough of the country itself, what was registered there as mined since the ban ended, and what was
-- registered there as opening stock until the two quarters were over.
WITH ended AS (
    SELECT country, max(stop) AS free_from, basis FROM current_participant_status
    WHERE level = 'country' AND allowed = false AND stop < '2299-12-31'
    GROUP BY country, stop, basis
),
windows AS (
    SELECT country, toDateTime64(free_from, 6, 'UTC') AS since, addMonths(since, {window_months:UInt16}) AS until,
        free_from
    FROM ended
    WHERE (country, free_from) NOT IN (
        SELECT ended.country, ended.free_from FROM ended
        INNER JOIN current_participant_status AS other ON other.country = ended.country
        WHERE other.level = 'country' AND other.allowed = false AND other.start <= free_from AND other.stop > free_from
    )
),
moved AS (
    SELECT
        from_country AS country, occurred_at, ifNull(carats, 0) AS gone, 0 AS found, 0 AS held
    FROM current_shipment_lines
    WHERE body_kind = 'ShipmentExported' AND form = 'ROUGH' AND has(origins, from_country)
        AND occurred_at < subtractDays({on:DateTime64(6, 'UTC')}, {grace_days:UInt16})
    UNION ALL
    SELECT
        country_after AS country, kept.occurred_at AS occurred_at, 0 AS gone,
        if(kind = 'MINED', ifNull(kept.carats, 0), 0) AS found, if(kind = 'MINED', 0, ifNull(kept.carats, 0)) AS held
    FROM current_lot_events AS kept
    INNER JOIN (
        SELECT DISTINCT event_id, digest, JSONExtractString(body_json, 'body', 'kind') AS kind
        FROM events WHERE body_kind = 'LotRegistered'
    ) AS registered USING (event_id, digest)
    WHERE kept.form = 'ROUGH'
),
totals AS (
    SELECT
        windows.country AS country, free_from,
        sumIf(moved.gone, occurred_at >= since) AS out_carats, countIf(moved.gone > 0 AND occurred_at >= since) AS lots,
        sumIf(moved.found, occurred_at >= since) AS mined, sum(moved.held) AS stock,
        maxIf(occurred_at, moved.gone > 0) AS last_export
    FROM windows
    INNER JOIN moved ON moved.country = windows.country
    WHERE occurred_at < until
    GROUP BY country, free_from
)
SELECT
    concat('country:', country, ':', toString(free_from)) AS subject,
    concat(
        toString(intDiv(out_carats, 1000)), ' ct of its own rough exported in ', toString(lots), ' lots within ',
        toString({window_months:UInt16}), ' months'
    ) AS got,
    concat(
        'at most ', toString(intDiv((mined + stock) * {most_per_mille:UInt16}, 1000000)), ' ct: ',
        toString({most_per_mille:UInt16} / 1000), ' times (proposed) the ', toString(intDiv(mined, 1000)),
        ' ct mined since then and the ', toString(intDiv(stock, 1000)), ' ct of opening stock'
    ) AS expected,
    last_export AS dated_at
FROM totals
WHERE lots >= {minimum_sample:UInt16} AND out_carats * 1000 > (mined + stock) * {most_per_mille:UInt16}
ORDER BY subject
