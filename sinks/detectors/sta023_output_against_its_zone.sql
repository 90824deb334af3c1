-- code: STA023
-- title: A digging yields not much more for each digger than others of its zone
-- law: KPCS core document, Annex II, recommendation 8: producers analyse their actual volume [eu_a2]; threshold
--   proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: site
-- window_months: 1
-- minimum_sample: 5
-- minimum_peers: 4
-- most_per_mille: 3000
-- parameter window_months UInt16: length of the time that is looked at
-- parameter minimum_sample UInt16: silent with fewer lots than this
-- parameter minimum_peers UInt16: silent with fewer other sites of the zone that found something than this
-- parameter most_per_mille UInt16: flagged above this share of the median of the others (proposed)
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: site:<site id>:<month>
-- column got String: carats for each licensed digger
-- column expected String: the most that others of the zone support
-- column dated_at DateTime64(6, 'UTC'): end of the month

-- Diggers are counted as STA022 does. The zone of a site is its area in the register.
WITH found AS (
    SELECT
        site_id, country, area, toStartOfMonth(occurred_at) AS month, sum(ifNull(carats, 0)) AS carats,
        uniqExact(lot_id) AS lots
    FROM current_lot_events
    INNER JOIN (
        SELECT site_id, country, area FROM current_sites WHERE kind = 'artisanal' AND area != ''
    ) AS diggings USING (site_id)
    WHERE body_kind = 'LotRegistered' AND form = 'ROUGH'
    GROUP BY site_id, country, area, month
),
worked AS (
    SELECT
        site_id, country, area, month, any(carats) AS carats, any(lots) AS lots, sum(people) AS people,
        carats / people AS each
    FROM (
        SELECT
            found.site_id AS site_id, found.country AS country, found.area AS area, found.month AS month,
            found.carats AS carats, found.lots AS lots, licence.licence AS licence,
            max(ifNull(licence.diggers, 1)) AS people
        FROM found
        INNER JOIN (SELECT * FROM current_licences WHERE kind IN ('digging', 'mining')) AS licence
            ON licence.site_id = found.site_id
        WHERE licence.valid_from < toDate32(addMonths(found.month, 1)) AND licence.valid_until >= toDate32(found.month)
        GROUP BY site_id, country, area, month, carats, lots, licence
    )
    GROUP BY site_id, country, area, month
    HAVING people > 0
),
compared AS (
    SELECT
        judged.site_id AS site_id, judged.area AS area, judged.month AS month, judged.lots AS lots, judged.each AS each,
        count() AS peers, arraySort(groupArray(other.each))[intDiv(peers + 1, 2)] AS middle
    FROM worked AS judged
    INNER JOIN worked AS other
        ON other.country = judged.country AND other.area = judged.area AND other.month = judged.month
    WHERE other.site_id != judged.site_id
    GROUP BY site_id, area, month, lots, each
)
SELECT
    concat('site:', site_id, ':', formatDateTime(month, '%Y-%m')) AS subject,
    concat(toDecimalString(each / 1000, 2), ' ct for each licensed digger, in ', toString(lots), ' lots') AS got,
    concat(
        'at most ', toString({most_per_mille:UInt16} / 1000), ' times (proposed) the ',
        toDecimalString(middle / 1000, 2), ' ct that is the median of ', toString(peers), ' other sites in ', area
    ) AS expected,
    toDateTime64(addMonths(month, {window_months:UInt16}), 6, 'UTC') AS dated_at
FROM compared
WHERE lots >= {minimum_sample:UInt16} AND peers >= {minimum_peers:UInt16}
    AND each * 1000 > middle * {most_per_mille:UInt16}
    AND toDateTime64(addMonths(month, {window_months:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
