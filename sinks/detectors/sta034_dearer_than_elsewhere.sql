-- code: STA034
-- title: Rough is not declared far above what others send such goods for
-- law: no law sets a figure: customs of India found values declared too high in 2019 [in19c]; thresholds proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: party
-- window_months: 12
-- minimum_sample: 12
-- minimum_peers: 4
-- most_of_a_peer: 5
-- notice_per_mille: 2000
-- breach_per_mille: 3000
-- deviations: 4
-- parameter window_months UInt16: months before the shipment in which others are looked at
-- parameter minimum_sample UInt16: silent with fewer shipments of others than this
-- parameter minimum_peers UInt16: silent with fewer other exporters than this
-- parameter most_of_a_peer UInt16: so many shipments of one other exporter count, the last ones
-- parameter notice_per_mille UInt16: flagged from this share of the median of the others on (proposed)
-- parameter breach_per_mille UInt16: a breach from this share of the median on (proposed)
-- parameter deviations UInt16: and only so many robust standard deviations above the median (proposed)
-- column subject String: party:<importer>:<shipment>
-- column got String: the value per carat of one kind of goods in the shipment
-- column expected String: what the shipments of others support
-- column dated_at DateTime64(6, 'UTC'): when the shipment crossed the border
-- column severity String: NOTICE, or BREACH far above
-- column evidence Array(UUID): the import, or the export where no import is on record

-- Goods are of one kind when HS code, countries of mining and size class agree, and when both were sorted, mixed or split
-- in the record, or neither was: what came out of a sorting has a price of its own. Size classes go by the mean stone:
-- below 0.1 ct sand, up to 1 ct smalls, up to 10.8 ct larges. Larger stones have prices of their own, industrial goods are
-- left to STA014, and goods that nobody counted, or of which no country of mining is stated, are not compared. Others are
-- shipments between two other parties. Their scatter, which is wide where they differ in quality, is the median absolute
-- deviation of the logarithms of their prices, times 1.4826. Whoever pays too much sends money abroad, so the importer is
-- named.
WITH valued AS (
    SELECT
        event_id, occurred_at, exporter, importer, shipment_id, hs_code, arraySort(line.origins) AS origins,
        multiIf(carats < 100 * stones, 'sand', carats <= 1000 * stones, 'smalls', 'larges') AS size,
        lot_id IN (SELECT lot_id FROM current_lot_events WHERE role = 'output') AS is_made,
        intDiv(sum(assumeNotNull(value_cents)) * 1000, sum(assumeNotNull(carats))) AS cents
    FROM current_shipment_lines AS line
    WHERE form = 'ROUGH' AND hs_code != '710221' AND species != 'LAB_GROWN'
        AND carats > 0 AND value_cents > 0 AND stones > 0 AND carats <= 10800 * stones AND notEmpty(line.origins)
    GROUP BY event_id, body_kind, occurred_at, exporter, importer, shipment_id, hs_code, origins, size, is_made
    HAVING cents > 0
    ORDER BY body_kind = 'ShipmentImported' DESC, occurred_at DESC, event_id
    LIMIT 1 BY exporter, importer, shipment_id, hs_code, origins, size, is_made
),
others AS (
    SELECT
        judged.event_id AS event_id, judged.exporter AS exporter, judged.importer AS importer,
        judged.shipment_id AS shipment_id, judged.hs_code AS hs_code, judged.size AS size, judged.is_made AS is_made,
        judged.occurred_at AS occurred_at, judged.cents AS cents, other.exporter AS peer, other.cents AS price
    FROM valued AS judged
    INNER JOIN valued AS other
        ON other.hs_code = judged.hs_code AND other.origins = judged.origins AND other.size = judged.size
        AND other.is_made = judged.is_made
    WHERE other.exporter NOT IN (judged.exporter, judged.importer)
        AND other.importer NOT IN (judged.exporter, judged.importer)
        AND other.occurred_at < judged.occurred_at
        AND other.occurred_at >= subtractMonths(judged.occurred_at, {window_months:UInt16})
    ORDER BY other.occurred_at DESC, other.event_id
    LIMIT {most_of_a_peer:UInt16} BY event_id, hs_code, judged.origins, size, judged.is_made, peer
),
compared AS (
    SELECT
        event_id, exporter, importer, shipment_id, hs_code, size, is_made, occurred_at, cents,
        count() AS sample, uniqExact(peer) AS peers,
        arraySort(groupArray(price)) AS prices,
        prices[intDiv(sample, 2) + 1] AS middle,
        arraySort(arrayMap(cents_of -> abs(log(cents_of) - log(middle)), prices)) AS distances,
        1.4826 * distances[intDiv(sample, 2) + 1] AS deviation
    FROM others
    GROUP BY event_id, exporter, importer, shipment_id, hs_code, size, is_made, occurred_at, cents
    HAVING sample >= {minimum_sample:UInt16} AND peers >= {minimum_peers:UInt16}
)
SELECT
    concat('party:', importer, ':', shipment_id) AS subject,
    concat(
        'US$', toString(intDiv(cents, 100)), '.', leftPad(toString(cents % 100), 2, '0'), ' a carat for ', size,
        ' of HS ', hs_code, ' from ', exporter, ', ', toString(intDiv(cents * 100, middle)), '% of the median of others'
    ) AS got,
    concat(
        'less than ', toString(intDiv({notice_per_mille:UInt16}, 10)), '% of US$', toString(intDiv(middle, 100)), '.',
        leftPad(toString(middle % 100), 2, '0'), ', the median of ', toString(sample), ' shipments of such goods by ',
        toString(peers), ' others in ', toString({window_months:UInt16}), ' months (proposed)'
    ) AS expected,
    occurred_at AS dated_at,
    if(cents * 1000 >= middle * {breach_per_mille:UInt16}, 'BREACH', 'NOTICE') AS severity,
    [event_id] AS evidence
FROM compared
WHERE cents * 1000 >= middle * {notice_per_mille:UInt16}
    AND log(cents) - log(middle) > {deviations:UInt16} * deviation
ORDER BY cents / middle DESC, hs_code, size
LIMIT 1 BY subject
