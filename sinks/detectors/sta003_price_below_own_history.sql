-- code: STA003
-- title: Goods are not exported far below the prices of the exporter's own history
-- law: no law sets a figure: under-invoicing of exports is a pattern of fraud; thresholds proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: party
-- window_months: 12
-- minimum_sample: 12
-- notice_per_mille: 600
-- breach_per_mille: 350
-- deviations: 4
-- parameter window_months UInt16: months before the export that make the history
-- parameter minimum_sample UInt16: silent with fewer earlier shipments than this
-- parameter notice_per_mille UInt16: flagged below this share of the median (proposed)
-- parameter breach_per_mille UInt16: a breach below this share of the median (proposed)
-- parameter deviations UInt16: and only so many robust standard deviations below the median (proposed)
-- column subject String: party:<exporter>:<shipment>
-- column got String: the value per carat of one kind of goods in the shipment
-- column expected String: what the exporter's own history supports
-- column dated_at DateTime64(6, 'UTC'): when the shipment left
-- column severity String: NOTICE, or BREACH far below
-- column evidence Array(UUID): the export

-- Goods are of one kind when HS code, countries of mining and size class agree. Size classes go by the mean stone: below
-- 0.1 ct sand, up to 1 ct smalls, up to 10.8 ct larges, above that specials. Stones that nobody counted are a class of
-- their own. An exporter whose prices scatter widely is measured by that scatter too: the median absolute deviation of
-- the logarithms of its prices, times 1.4826, is its standard deviation as far as single odd prices do not spoil it.
WITH sold AS (
    SELECT
        event_id, exporter, shipment_id, hs_code, origins, size, occurred_at,
        intDiv(sum(value_cents) * 1000, sum(carats)) AS cents
    FROM (
        SELECT
            event_id, exporter, shipment_id, hs_code, arraySort(origins) AS origins, occurred_at,
            assumeNotNull(carats) AS carats, assumeNotNull(value_cents) AS value_cents,
            multiIf(
                ifNull(stones, 0) < 1, 'uncounted', carats < 100 * stones, 'sand', carats <= 1000 * stones, 'smalls',
                carats <= 10800 * stones, 'larges', 'specials'
            ) AS size
        FROM current_shipment_lines
        WHERE body_kind = 'ShipmentExported' AND carats > 0 AND value_cents > 0
    )
    GROUP BY event_id, exporter, shipment_id, hs_code, origins, size, occurred_at
    HAVING cents > 0
),
history AS (
    SELECT
        judged.event_id AS event_id, judged.exporter AS exporter, judged.shipment_id AS shipment_id,
        judged.hs_code AS hs_code, judged.size AS size, judged.occurred_at AS occurred_at, judged.cents AS cents,
        count() AS sample,
        arraySort(groupArray(earlier.cents)) AS prices,
        prices[intDiv(sample + 1, 2)] AS middle,
        arraySort(arrayMap(price -> abs(log(price) - log(middle)), prices)) AS distances,
        1.4826 * distances[intDiv(sample, 2) + 1] AS deviation
    FROM sold AS judged
    INNER JOIN sold AS earlier
        ON earlier.exporter = judged.exporter AND earlier.hs_code = judged.hs_code
        AND earlier.origins = judged.origins AND earlier.size = judged.size
    WHERE earlier.occurred_at < judged.occurred_at
        AND earlier.occurred_at >= subtractMonths(judged.occurred_at, {window_months:UInt16})
    GROUP BY event_id, exporter, shipment_id, hs_code, size, occurred_at, cents
)
SELECT
    concat('party:', exporter, ':', shipment_id) AS subject,
    concat(
        'US$', toString(intDiv(cents, 100)), '.', leftPad(toString(cents % 100), 2, '0'), ' a carat for ', size,
        ' of HS ', hs_code, ', ', toString(intDiv(cents * 100, middle)), '% of the median'
    ) AS got,
    concat(
        'at least ', toString(intDiv({notice_per_mille:UInt16}, 10)), '% of US$', toString(intDiv(middle, 100)), '.',
        leftPad(toString(middle % 100), 2, '0'), ', the median of its ', toString(sample), ' shipments of such goods in ',
        toString({window_months:UInt16}), ' months (proposed)'
    ) AS expected,
    occurred_at AS dated_at,
    if(cents * 1000 < middle * {breach_per_mille:UInt16}, 'BREACH', 'NOTICE') AS severity,
    [event_id] AS evidence
FROM history
WHERE sample >= {minimum_sample:UInt16}
    AND cents * 1000 < middle * {notice_per_mille:UInt16}
    AND log(middle) - log(cents) > {deviations:UInt16} * deviation
ORDER BY cents / middle, hs_code, size
LIMIT 1 BY subject
