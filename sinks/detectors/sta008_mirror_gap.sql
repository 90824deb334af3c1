-- code: STA008
-- title: What one country exports to another in a quarter is what the other imports
-- law: KPCS core document, Annex III: statistics of trade by quarter [rap07]; thresholds proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: pair
-- window_months: 3
-- minimum_sample: 10
-- notice_carats_per_mille: 100
-- notice_value_per_mille: 150
-- breach_per_mille: 250
-- noise_carats_per_mille: 20
-- noise_value_per_mille: 40
-- transit_days: 30
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer shipments than this
-- parameter notice_carats_per_mille UInt16: flagged above this gap in carats (proposed)
-- parameter notice_value_per_mille UInt16: flagged above this gap in value (proposed)
-- parameter breach_per_mille UInt16: a breach above this gap in either (proposed)
-- parameter noise_carats_per_mille UInt16: a gap in carats that the whole trade shows every year is no sign
-- parameter noise_value_per_mille UInt16: a gap in value that the whole trade shows every year is no sign
-- parameter transit_days UInt16: a quarter is judged so long after its end: goods are not on the way for longer (proposed)
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- column subject String: pair:<exporting country>-<importing country>:<quarter>
-- column got String: carats and value exported and imported
-- column expected String: the gap that is left alone
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column severity String: NOTICE, or BREACH for a large gap and for three quarters in a row with gaps to one side
-- column evidence Array(UUID): exports and imports of shipments whose two sides differ, at most twenty

-- Only shipments under certificates. A shipment belongs to the quarter in which it left, on both sides, so goods on the
-- way at the end of a quarter make no gap. Gaps are measured by what was imported. A gap to one side, larger than the
-- noise of the whole trade, in three quarters in a row is a breach even when each is small.
WITH shipments AS (
    SELECT
        from_country, to_country, shipment_id,
        minIf(occurred_at, body_kind = 'ShipmentExported') AS left_at,
        toStartOfQuarter(if(countIf(body_kind = 'ShipmentExported') > 0, left_at, min(occurred_at))) AS quarter,
        sumIf(ifNull(carats, 0), body_kind = 'ShipmentExported') AS sent,
        sumIf(ifNull(carats, 0), body_kind = 'ShipmentImported') AS come,
        countIf(value_cents IS NULL) = 0 AS priced,
        if(priced, sumIf(ifNull(value_cents, 0), body_kind = 'ShipmentExported'), 0) AS cents_sent,
        if(priced, sumIf(ifNull(value_cents, 0), body_kind = 'ShipmentImported'), 0) AS cents_come,
        groupUniqArray(event_id) AS events
    FROM current_certificate_events
    WHERE body_kind IN ('ShipmentExported', 'ShipmentImported')
    GROUP BY from_country, to_country, shipment_id
),
quarters AS (
    SELECT
        from_country, to_country, quarter, addMonths(quarter, {window_months:UInt16}) AS until,
        count() AS sample,
        sum(shipments.sent) AS out_carats, sum(shipments.come) AS in_carats,
        sum(shipments.cents_sent) AS out_cents, sum(shipments.cents_come) AS in_cents,
        groupUniqArrayArray(if(shipments.sent != come OR cents_sent != cents_come, events, [])) AS differing,
        arraySlice(arraySort(id -> toString(id), differing), 1, 20) AS evidence
    FROM shipments
    GROUP BY from_country, to_country, quarter
    HAVING sample >= {minimum_sample:UInt16}
        AND addDays(toDateTime64(until, 6, 'UTC'), {transit_days:UInt16}) <= {on:DateTime64(6, 'UTC')}
),
sides AS (
    SELECT
        *,
        out_carats - in_carats AS gap, out_cents - in_cents AS gap_cents,
        (abs(gap) * 1000 > in_carats * {noise_carats_per_mille:UInt16}) * sign(gap) AS side,
        (abs(gap_cents) * 1000 > in_cents * {noise_value_per_mille:UInt16}) * sign(gap_cents) AS side_cents
    FROM quarters
),
rows_of_three AS (
    SELECT
        *,
        count() OVER three = 3 AND min(quarter) OVER three = subtractMonths(quarter, 2 * {window_months:UInt16})
            AND greatest(abs(sum(side) OVER three), abs(sum(side_cents) OVER three)) = 3 AS lasting
    FROM sides
    WINDOW three AS (PARTITION BY from_country, to_country ORDER BY quarter ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
)
SELECT
    concat(
        'pair:', from_country, '-', to_country, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))
    ) AS subject,
    concat(
        toString(intDiv(out_carats, 1000)), ' ct for US$', toString(intDiv(out_cents, 100)), ' exported, ',
        toString(intDiv(in_carats, 1000)), ' ct for US$', toString(intDiv(in_cents, 100)), ' imported, in ',
        toString(sample), ' shipments', if(lasting, ', the third quarter in a row with a gap to this side', '')
    ) AS got,
    concat(
        'a gap of at most ', toString({notice_carats_per_mille:UInt16} / 10), '% in carats and ',
        toString({notice_value_per_mille:UInt16} / 10), '% in value (proposed), and not to one side for three quarters'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    if(
        lasting OR abs(gap) * 1000 > in_carats * {breach_per_mille:UInt16}
            OR abs(gap_cents) * 1000 > in_cents * {breach_per_mille:UInt16},
        'BREACH', 'NOTICE'
    ) AS severity,
    evidence
FROM rows_of_three
WHERE lasting OR abs(gap) * 1000 > in_carats * {notice_carats_per_mille:UInt16}
    OR abs(gap_cents) * 1000 > in_cents * {notice_value_per_mille:UInt16}
ORDER BY subject
