-- code: STA020
-- title: A collector buys from at most sixty artisans a day
-- law: no law sets a figure: more visits than a day has time for are a sign of goods from elsewhere; threshold
--   proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: party
-- window_days: 1
-- minimum_sample: 1
-- most_artisans: 60
-- parameter window_days UInt16: length of a day, which is one of UTC
-- parameter minimum_sample UInt16: silent with fewer lots than this
-- parameter most_artisans UInt16: flagged above this number of artisans (proposed)
-- parameter on DateTime64(6, 'UTC'): days that are over by then are judged
-- column subject String: party:<collector>:<day>
-- column got String: from how many it took lots over
-- column expected String: the most that a day allows
-- column dated_at DateTime64(6, 'UTC'): end of the day

-- Handovers at artisanal sites: what one artisan hands over in several lots counts once.
SELECT
    concat('party:', party, ':', toString(day)) AS subject,
    concat(
        'took over ', toString(lots), ' lots from ', toString(artisans), ' parties at artisanal sites on ', toString(day)
    ) AS got,
    concat('at most ', toString({most_artisans:UInt16}), ' artisans a day (proposed)') AS expected,
    toDateTime64(addDays(day, {window_days:UInt16}), 6, 'UTC') AS dated_at
FROM (
    SELECT
        custodian_after AS party, toDate32(occurred_at) AS day, uniqExact(received_from) AS artisans,
        uniqExact(lot_id) AS lots
    FROM current_lot_events
    INNER JOIN (SELECT site_id FROM current_sites WHERE kind = 'artisanal') AS diggings USING (site_id)
    WHERE body_kind = 'CustodyReceived' AND form = 'ROUGH'
    GROUP BY party, day
)
WHERE artisans > {most_artisans:UInt16} AND lots >= {minimum_sample:UInt16}
    AND toDateTime64(addDays(day, {window_days:UInt16}), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
