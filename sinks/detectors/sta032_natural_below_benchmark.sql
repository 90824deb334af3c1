-- code: STA032
-- title: Polished sold as natural is not sold far below what others sell it for
-- law: no law sets a figure: lab-grown stones sell for a small part of natural ones; thresholds proposed [project]
-- severity: BREACH
-- version: 1
-- subject: party
-- window_months: 3
-- minimum_sample: 10
-- minimum_peers: 5
-- least_per_mille: 500
-- deviations: 3
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer sold lots of a size class than this, for the others too
-- parameter minimum_peers UInt16: silent with fewer other sellers of such goods than this
-- parameter least_per_mille UInt16: flagged below this share of the others' median (proposed)
-- parameter deviations UInt16: and only so many robust standard deviations below it (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: party:<seller>:<quarter>
-- column got String: the median value a carat of what was sold
-- column expected String: what others sell such goods for
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): sales, at most twenty

-- Size classes go by the mean stone: below 0.25 ct melee, up to 1 ct smalls, above that larges. The median of a seller
-- counts once, however much it sells, and the benchmark is the median of the other sellers in the same quarter. Their
-- scatter is the median absolute deviation of the logarithms, times 1.4826. Qualities are not told apart, so the scatter
-- of honest sellers is wide where they differ in quality. Rough is left to the published values of its country.
WITH sold AS (
    SELECT
        seller, event_id, toStartOfQuarter(line.occurred_at) AS quarter,
        multiIf(weight < 250 * count, 'melee', weight <= 1000 * count, 'smalls', 'larges') AS size,
        assumeNotNull(carats) AS weight, assumeNotNull(stones) AS count,
        assumeNotNull(value_cents) * 1000 / weight AS cents
    FROM current_lot_events AS line
    INNER JOIN (
        SELECT DISTINCT event_id, digest, JSONExtractString(body_json, 'body', 'seller') AS seller
        FROM events
        WHERE body_kind = 'OwnershipTransferred'
    ) AS invoices USING (event_id, digest)
    WHERE line.body_kind = 'OwnershipTransferred' AND form = 'POLISHED' AND species = 'NATURAL'
        AND carats > 0 AND stones > 0 AND value_cents > 0
),
sellers AS (
    SELECT
        seller, quarter, size, count() AS sample,
        arraySort(groupArray(cents))[intDiv(sample + 1, 2)] AS middle,
        arraySlice(arraySort(id -> toString(id), groupUniqArray(event_id)), 1, 20) AS evidence
    FROM sold
    GROUP BY seller, quarter, size
    HAVING sample >= {minimum_sample:UInt16}
),
compared AS (
    SELECT
        judged.seller AS seller, judged.quarter AS quarter, judged.size AS size, judged.sample AS sample,
        judged.middle AS middle, judged.evidence AS evidence,
        count() AS peers,
        arraySort(groupArray(other.middle)) AS middles,
        middles[intDiv(peers + 1, 2)] AS benchmark,
        arraySort(arrayMap(cents -> abs(log(cents) - log(benchmark)), middles)) AS distances,
        1.4826 * distances[intDiv(peers, 2) + 1] AS deviation
    FROM sellers AS judged
    INNER JOIN sellers AS other ON other.quarter = judged.quarter AND other.size = judged.size
    WHERE other.seller != judged.seller
    GROUP BY seller, quarter, size, sample, middle, evidence
)
SELECT
    concat('party:', seller, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        'a median of US$', toString(toUInt64(middle / 100)), ' a carat for ', size, ', ',
        toString(toUInt64(100 * middle / benchmark)), '% of the others, in ', toString(sample), ' lots'
    ) AS got,
    concat(
        'at least ', toString({least_per_mille:UInt16} / 10), '% (proposed) of US$', toString(toUInt64(benchmark / 100)),
        ' a carat, the median of ', toString(peers), ' other sellers'
    ) AS expected,
    toDateTime64(addMonths(quarter, {window_months:UInt16}), 6, 'UTC') AS dated_at,
    evidence
FROM compared
WHERE peers >= {minimum_peers:UInt16} AND middle * 1000 < benchmark * {least_per_mille:UInt16}
    AND log(benchmark) - log(middle) > {deviations:UInt16} * deviation
    AND toDateTime64(addMonths(quarter, {window_months:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject, middle / benchmark, size
LIMIT 1 BY subject
