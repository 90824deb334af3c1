-- code: STA005
-- title: A mine yields little more than its capacity
-- law: KPCS core document, Annex II, recommendation 8: producers analyse their actual volume [eu_a2]; threshold
--   proposed [project]
-- severity: BREACH
-- version: 1
-- subject: site
-- window_months: 12
-- minimum_sample: 3
-- most_per_mille: 1150
-- parameter window_months UInt16: calendar months that are added up
-- parameter minimum_sample UInt16: silent with fewer registered lots than this
-- parameter most_per_mille UInt16: flagged above this share of a year's capacity (proposed)
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: site:<site id>
-- column got String: carats registered as mined
-- column expected String: the most that the mine can yield
-- column dated_at DateTime64(6, 'UTC'): end of the months added up

-- Of all twelve months that end with a month in which something was registered, those with the largest output are told.
WITH mined AS (
    SELECT site_id, toStartOfMonth(found.occurred_at) AS month, sum(ifNull(found.carats, 0)) AS carats, count() AS lots
    FROM current_lot_events AS found
    INNER JOIN (
        SELECT DISTINCT event_id, digest FROM events
        WHERE body_kind = 'LotRegistered' AND JSONExtractString(body_json, 'body', 'kind') = 'MINED'
    ) AS kept USING (event_id, digest)
    WHERE found.body_kind = 'LotRegistered'
    GROUP BY site_id, month
),
years AS (
    SELECT
        last.site_id AS site_id, addMonths(last.month, 1) AS until,
        sum(each.carats) AS carats, sum(each.lots) AS lots
    FROM mined AS last
    INNER JOIN mined AS each ON each.site_id = last.site_id
    WHERE each.month <= last.month AND each.month > subtractMonths(last.month, {window_months:UInt16})
        AND toDateTime64(addMonths(last.month, 1), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
    GROUP BY site_id, until
)
SELECT
    concat('site:', site_id) AS subject,
    concat(
        toString(intDiv(carats, 1000)), ' ct registered as mined in ', toString({window_months:UInt16}),
        ' months, in ', toString(lots), ' lots'
    ) AS got,
    concat(
        'at most ', toString(intDiv(capacity * {most_per_mille:UInt16}, 1000)), ' ct: ',
        toString({most_per_mille:UInt16} / 1000), ' times the capacity of ', toString(capacity), ' ct a year (source ',
        source, ', ', replaceOne(confidence, 'memory', 'from memory'), ')'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM years
INNER JOIN (
    SELECT site_id, assumeNotNull(capacity_ct_per_year) AS capacity, source, confidence
    FROM current_sites
    WHERE kind = 'mine' AND capacity_ct_per_year > 0
) AS mines USING (site_id)
WHERE lots >= {minimum_sample:UInt16} AND carats > capacity * {most_per_mille:UInt16}
ORDER BY site_id, carats DESC, until
LIMIT 1 BY site_id
