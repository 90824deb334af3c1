-- code: STA015
-- title: No digger and no buyer at a digging handles far more than its peers do
-- law: KPCS core document, Annex II, recommendations 11 to 14: diggers and buyers are licensed (from memory); threshold
--   proposed [project]
-- severity: BREACH
-- version: 2
-- subject: party
-- window_months: 3
-- minimum_sample: 10
-- minimum_peers: 8
-- most_per_mille: 3000
-- deviations: 3
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent for a party with fewer lots than this
-- parameter minimum_peers UInt16: silent with fewer other parties that do the same in the country than this
-- parameter most_per_mille UInt16: flagged above this share of the median of the others (proposed)
-- parameter deviations UInt16: and only so many robust standard deviations above it (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: party:<digger or buyer>:<quarter>
-- column got String: carats found or bought, but for the largest lot
-- column expected String: the most that its peers support
-- column dated_at DateTime64(6, 'UTC'): end of the quarter

-- The largest lot of a party does not count: a digger who finds one large stone in a quarter is lucky, and no more.
-- Peers are the parties that register finds, or those that take lots over, at artisanal sites of one country in one
-- quarter. Where volumes differ widely among peers their scatter counts too: the median absolute deviation of the
-- logarithms, times 1.4826.
WITH handled AS (
    SELECT doing, party, country, quarter, sum(weight) - max(weight) AS carats, count() AS lots
    FROM (
        SELECT
            if(body_kind = 'LotRegistered', 'found', 'bought') AS doing, custodian_after AS party, site_id,
            toStartOfQuarter(occurred_at) AS quarter, ifNull(carats, 0) AS weight
        FROM current_lot_events
        WHERE body_kind IN ('LotRegistered', 'CustodyReceived') AND form = 'ROUGH'
    ) AS lots
    INNER JOIN (SELECT site_id, country FROM current_sites WHERE kind = 'artisanal') AS diggings USING (site_id)
    GROUP BY doing, party, country, quarter
    HAVING carats > 0
),
compared AS (
    SELECT
        judged.doing AS doing, judged.party AS party, judged.country AS country, judged.quarter AS quarter,
        judged.carats AS carats, judged.lots AS lots,
        count() AS peers, arraySort(groupArray(other.carats)) AS volumes,
        volumes[intDiv(peers + 1, 2)] AS middle,
        arraySort(arrayMap(volume -> abs(log(volume) - log(middle)), volumes)) AS distances,
        1.4826 * distances[intDiv(peers, 2) + 1] AS deviation
    FROM handled AS judged
    INNER JOIN handled AS other
        ON other.doing = judged.doing AND other.country = judged.country AND other.quarter = judged.quarter
    WHERE other.party != judged.party
    GROUP BY doing, party, country, quarter, carats, lots
)
SELECT
    concat('party:', party, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        toString(intDiv(carats, 1000)), '.', leftPad(toString(intDiv(carats % 1000, 10)), 2, '0'), ' ct ', doing, ' in ',
        toString(lots), ' lots, the largest left out'
    ) AS got,
    concat(
        'at most ', toString({most_per_mille:UInt16} / 1000), ' times (proposed) the ', toString(intDiv(middle, 1000)), '.',
        leftPad(toString(intDiv(middle % 1000, 10)), 2, '0'), ' ct that is the median of ', toString(peers),
        ' other parties in ', country
    ) AS expected,
    toDateTime64(addMonths(quarter, {window_months:UInt16}), 6, 'UTC') AS dated_at
FROM compared
WHERE lots >= {minimum_sample:UInt16} AND peers >= {minimum_peers:UInt16}
    AND carats * 1000 > middle * {most_per_mille:UInt16}
    AND log(carats) - log(middle) > {deviations:UInt16} * deviation
    AND toDateTime64(addMonths(quarter, {window_months:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject, doing
LIMIT 1 BY subject
