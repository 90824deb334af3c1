-- code: STA004
-- title: Goods do not gain much value between import and re-export when nothing was done to them
-- law: no law sets a figure: rough left the United Arab Emirates 48% dearer than it came in 2011 [n11]; thresholds
--   proposed [project]
-- severity: BREACH
-- version: 1
-- subject: lot
-- window_days: 90
-- minimum_sample: 1
-- gain_per_mille: 250
-- weight_per_mille: 10
-- parameter window_days UInt16: days after the import in which a re-export counts
-- parameter minimum_sample UInt16: silent with fewer re-exports of the lot than this
-- parameter gain_per_mille UInt16: flagged from this gain in value on (proposed)
-- parameter weight_per_mille UInt16: the weights are the same when they differ by at most this share (proposed)
-- column subject String: lot:<lot id>
-- column got String: the value at import and at re-export
-- column expected String: the largest gain that is left alone
-- column dated_at DateTime64(6, 'UTC'): when the lot left again
-- column evidence Array(UUID): the import and the re-export

-- Whatever is done to stones ends their lot and begins another, so one lot id from import to re-export is goods to which
-- nothing was done. The import is the last one before the re-export, into the country that the lot left. The largest
-- gain of a lot is told. In 2011 rough left the United Arab Emirates 48% dearer than it came.
WITH crossed AS (
    SELECT event_id, lot_id, body_kind, occurred_at, exporter, importer, from_country, to_country,
        assumeNotNull(carats) AS carats, assumeNotNull(value_cents) AS cents
    FROM current_shipment_lines
    WHERE carats > 0 AND value_cents > 0
),
again AS (
    SELECT
        gone.lot_id AS lot_id, gone.event_id AS gone_by, gone.occurred_at AS gone_at, gone.carats AS carats,
        gone.cents AS cents, gone.exporter AS exporter, gone.from_country AS country,
        argMax(come.event_id, (come.occurred_at, come.event_id)) AS come_by,
        argMax(come.carats, (come.occurred_at, come.event_id)) AS carats_before,
        argMax(come.cents, (come.occurred_at, come.event_id)) AS cents_before,
        max(come.occurred_at) AS come_at
    FROM crossed AS gone
    INNER JOIN crossed AS come ON come.lot_id = gone.lot_id AND come.to_country = gone.from_country
    WHERE gone.body_kind = 'ShipmentExported' AND come.body_kind = 'ShipmentImported'
        AND come.occurred_at < gone.occurred_at
    GROUP BY lot_id, gone_by, gone_at, carats, cents, exporter, country
),
counted AS (
    SELECT *, count() OVER (PARTITION BY lot_id) AS sample
    FROM again
    WHERE gone_at <= addDays(come_at, {window_days:UInt16})
        AND abs(carats - carats_before) * 1000 <= carats_before * {weight_per_mille:UInt16}
)
SELECT
    concat('lot:', lot_id) AS subject,
    concat(
        'US$', toString(intDiv(cents_before, 100)), ' at import, US$', toString(intDiv(cents, 100)), ' when ', exporter,
        ' sent it on from ', country, ' after ', toString(dateDiff('day', come_at, gone_at)), ' days: +',
        toString(intDiv((cents - cents_before) * 100, cents_before)), '%'
    ) AS got,
    concat(
        'a gain below ', toString(intDiv({gain_per_mille:UInt16}, 10)), '% within ', toString({window_days:UInt16}),
        ' days without processing (proposed)'
    ) AS expected,
    gone_at AS dated_at,
    arraySort(id -> toString(id), [come_by, gone_by]) AS evidence
FROM counted
WHERE sample >= {minimum_sample:UInt16}
    AND (cents - cents_before) * 1000 >= cents_before * {gain_per_mille:UInt16}
ORDER BY lot_id, cents / cents_before DESC, gone_at
LIMIT 1 BY lot_id
