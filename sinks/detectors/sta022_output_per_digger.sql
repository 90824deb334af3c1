-- code: STA022
-- title: A digging yields no more than its licensed diggers find
-- law: KPCS core document, Annex II, recommendation 8: producers analyse their actual volume [eu_a2]; threshold
--   proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: site
-- window_months: 1
-- minimum_sample: 5
-- most_carats: 25
-- parameter window_months UInt16: length of the time that is looked at
-- parameter minimum_sample UInt16: silent with fewer lots than this
-- parameter most_carats UInt16: flagged above so many carats for each digger (proposed)
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: site:<site id>:<month>
-- column got String: carats found, and by how many licensed diggers
-- column expected String: the most that they find
-- column dated_at DateTime64(6, 'UTC'): end of the month

-- Diggers are those of the licences for the site that hold on a day of the month. Silent where the register has none.
WITH found AS (
    SELECT site_id, toStartOfMonth(occurred_at) AS month, sum(ifNull(carats, 0)) AS carats, uniqExact(lot_id) AS lots
    FROM current_lot_events
    INNER JOIN (SELECT site_id FROM current_sites WHERE kind = 'artisanal') AS diggings USING (site_id)
    WHERE body_kind = 'LotRegistered' AND form = 'ROUGH'
    GROUP BY site_id, month
),
worked AS (
    SELECT site_id, month, any(carats) AS carats, any(lots) AS lots, sum(people) AS people
    FROM (
        SELECT
            found.site_id AS site_id, found.month AS month, found.carats AS carats, found.lots AS lots,
            licence.licence AS licence, max(ifNull(licence.diggers, 1)) AS people
        FROM found
        INNER JOIN (SELECT * FROM current_licences WHERE kind IN ('digging', 'mining')) AS licence
            ON licence.site_id = found.site_id
        WHERE licence.valid_from < toDate32(addMonths(found.month, 1)) AND licence.valid_until >= toDate32(found.month)
        GROUP BY site_id, month, carats, lots, licence
    )
    GROUP BY site_id, month
    HAVING people > 0
)
SELECT
    concat('site:', site_id, ':', formatDateTime(month, '%Y-%m')) AS subject,
    concat(
        toString(intDiv(carats, 1000)), '.', leftPad(toString(intDiv(carats % 1000, 10)), 2, '0'), ' ct in ',
        toString(lots), ' lots by ', toString(people), ' licensed diggers'
    ) AS got,
    concat(
        'at most ', toString(people * {most_carats:UInt16}), ' ct: ', toString({most_carats:UInt16}),
        ' ct for each digger and month (proposed)'
    ) AS expected,
    toDateTime64(addMonths(month, {window_months:UInt16}), 6, 'UTC') AS dated_at
FROM worked
WHERE lots >= {minimum_sample:UInt16} AND carats > people * {most_carats:UInt16} * 1000
    AND toDateTime64(addMonths(month, {window_months:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
