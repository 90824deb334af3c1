-- code: STA021
-- title: A collector works one zone on one day
-- law: KPCS core document, Annex II, recommendations 12 and 13: licences name their area (from memory); threshold
--   proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: party
-- window_days: 1
-- minimum_sample: 2
-- most_zones: 1
-- parameter window_days UInt16: length of a day, which is one of UTC
-- parameter minimum_sample UInt16: silent with fewer lots than this
-- parameter most_zones UInt16: flagged above this number of zones (proposed)
-- parameter on DateTime64(6, 'UTC'): days that are over by then are judged
-- column subject String: party:<collector>:<day>
-- column got String: the zones
-- column expected String: how many there may be
-- column dated_at DateTime64(6, 'UTC'): end of the day

-- The zone of a site is its area in the register, and a site without one is left out.
SELECT
    concat('party:', party, ':', toString(day)) AS subject,
    concat('took over ', toString(lots), ' lots on ', toString(day), ' in ', arrayStringConcat(zones, ', ')) AS got,
    concat('at most ', toString({most_zones:UInt16}), ' zone a day (proposed)') AS expected,
    toDateTime64(addDays(day, {window_days:UInt16}), 6, 'UTC') AS dated_at
FROM (
    SELECT
        custodian_after AS party, toDate32(occurred_at) AS day,
        arraySort(groupUniqArray(concat(area, ' (', country, ')'))) AS zones, uniqExact(lot_id) AS lots
    FROM current_lot_events
    INNER JOIN (
        SELECT site_id, area, country FROM current_sites WHERE kind = 'artisanal' AND area != ''
    ) AS diggings USING (site_id)
    WHERE body_kind = 'CustodyReceived' AND form = 'ROUGH'
    GROUP BY party, day
)
WHERE length(zones) > {most_zones:UInt16} AND lots >= {minimum_sample:UInt16}
    AND toDateTime64(addDays(day, {window_days:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
