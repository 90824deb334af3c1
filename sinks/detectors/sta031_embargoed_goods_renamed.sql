-- code: STA031
-- title: A party does not deal in lots of another origin that equal its earlier lots from a country under embargo
-- law: goods of the Central African Republic came with a certificate of DR Congo in 2014, of the same volume as the
--   trader's earlier exports [awdc14]; thresholds proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: party
-- window_months: 24
-- minimum_sample: 2
-- carats_per_mille: 20
-- price_per_mille: 250
-- parameter window_months UInt16: months between an earlier lot and a later one
-- parameter minimum_sample UInt16: silent with fewer lots on either side that equal one of the other than this
-- parameter carats_per_mille UInt16: weights are equal when they differ by at most this share (proposed)
-- parameter price_per_mille UInt16: values a carat are equal when they differ by at most this share (proposed)
-- column subject String: party:<exporter or importer>:<country under embargo>
-- column got String: how many lots equal one another, and what they are said to be
-- column expected String: that they do not
-- column dated_at DateTime64(6, 'UTC'): when the last of the later lots crossed a border
-- column evidence Array(UUID): shipments of both, at most twenty

-- Earlier lots are rough of the embargoed country alone that the party sent or got across a border, lawfully or not. Later
-- ones cross a border while the embargo is in force, and are said to come from elsewhere. One pair of equal lots is chance
-- among many, and goods of another country seldom have the same value a carat. Stones are not compared.
WITH dealt AS (
    SELECT
        lot_id, event_id, occurred_at, party, arraySort(origins) AS said, assumeNotNull(carats) AS weight,
        assumeNotNull(value_cents) * 1000 / weight AS cents
    FROM current_shipment_lines
    ARRAY JOIN arrayDistinct([exporter, importer]) AS party
    WHERE form = 'ROUGH' AND species != 'LAB_GROWN' AND carats > 0 AND value_cents > 0
),
embargoes AS (
    SELECT country, start, stop FROM current_participant_status WHERE level = 'country' AND allowed = false
),
earlier AS (
    SELECT * FROM dealt WHERE length(said) = 1 AND said[1] IN (SELECT country FROM embargoes)
),
equals AS (
    SELECT
        later.party AS party, earlier.said[1] AS embargoed, later.lot_id AS lot, earlier.lot_id AS lot_before,
        later.event_id AS event, earlier.event_id AS event_before, later.occurred_at AS at,
        arrayStringConcat(later.said, ' ') AS said
    FROM dealt AS later
    INNER JOIN earlier ON earlier.party = later.party
    WHERE NOT has(later.said, earlier.said[1]) AND notEmpty(later.said) AND later.lot_id != earlier.lot_id
        AND earlier.occurred_at < later.occurred_at
        AND earlier.occurred_at >= subtractMonths(later.occurred_at, {window_months:UInt16})
        AND abs(later.weight - earlier.weight) * 1000 <= earlier.weight * {carats_per_mille:UInt16}
        AND abs(later.cents - earlier.cents) * 1000 <= earlier.cents * {price_per_mille:UInt16}
)
SELECT
    concat('party:', party, ':', embargoed) AS subject,
    concat(
        toString(uniqExact(lot)), ' lots from ', arrayStringConcat(arraySort(groupUniqArray(said)), ', '), ' equal ',
        toString(uniqExact(lot_before)), ' earlier lots from ', embargoed, ' in weight and value'
    ) AS got,
    concat(
        'fewer than ', toString({minimum_sample:UInt16}), ' lots within ', toString({carats_per_mille:UInt16} / 10),
        '% of the weight and ', toString({price_per_mille:UInt16} / 10), '% of the value a carat within ',
        toString({window_months:UInt16}), ' months (proposed)'
    ) AS expected,
    max(at) AS dated_at,
    arraySlice(
        arraySort(id -> toString(id), arrayDistinct(arrayConcat(groupArray(event), groupArray(event_before)))), 1, 20
    ) AS evidence
FROM equals
INNER JOIN embargoes ON embargoes.country = equals.embargoed
WHERE at >= toDateTime64(start, 6, 'UTC') AND at < toDateTime64(stop, 6, 'UTC')
GROUP BY party, embargoed
HAVING least(uniqExact(lot), uniqExact(lot_before)) >= {minimum_sample:UInt16}
ORDER BY subject
