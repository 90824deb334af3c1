-- code: STA014
-- title: Industrial rough is cheap and gem rough is not
-- law: Harmonized System, headings 7102.21 and 7102.31; thresholds proposed [project]
-- severity: BREACH
-- version: 1
-- subject: party
-- window_months: 3
-- minimum_sample: 3
-- industrial_most_cents: 2500
-- gem_least_cents: 500
-- share_per_mille: 150
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer lots of an odd value than this
-- parameter industrial_most_cents UInt16: industrial rough (7102.21) above this value a carat is odd (proposed)
-- parameter gem_least_cents UInt16: other rough (7102.31) below this value a carat is odd (proposed)
-- parameter share_per_mille UInt16: silent when odd lots are no more than this share of all under the code (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: party:<exporter>:<HS code>:<quarter>
-- column got String: lots of an odd value, and their value a carat
-- column expected String: the value that goods of this code have
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): exports with lots of an odd value, at most twenty

-- A lot counts once a quarter, with its first export.
WITH exported AS (
    SELECT
        exporter, substring(hs_code, 1, 6) AS code, lot_id, toStartOfQuarter(occurred_at) AS quarter,
        argMin(event_id, (occurred_at, event_id)) AS event,
        argMin(assumeNotNull(value_cents) * 1000, (occurred_at, event_id)) AS cents,
        argMin(assumeNotNull(carats), (occurred_at, event_id)) AS weight,
        if(code = '710221', cents > weight * {industrial_most_cents:UInt16}, cents < weight * {gem_least_cents:UInt16})
            AS odd
    FROM current_shipment_lines
    WHERE body_kind = 'ShipmentExported' AND carats > 0 AND value_cents IS NOT NULL
        AND substring(hs_code, 1, 6) IN ('710221', '710231')
    GROUP BY exporter, code, lot_id, quarter
)
SELECT
    concat('party:', exporter, ':', code, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        toString(strange), ' of ', toString(lots), ' lots under HS ', code, ', together at US$',
        toString(intDiv(price, 100)), '.', leftPad(toString(price % 100), 2, '0'), ' a carat'
    ) AS got,
    if(
        code = '710221',
        concat('at most US$', toString(intDiv({industrial_most_cents:UInt16}, 100)), ' a carat for industrial rough (proposed)'),
        concat('at least US$', toString(intDiv({gem_least_cents:UInt16}, 100)), ' a carat for other rough (proposed)')
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    evidence
FROM (
    SELECT
        exporter, code, quarter, addMonths(quarter, {window_months:UInt16}) AS until,
        count() AS lots, countIf(odd) AS strange,
        intDiv(sumIf(cents, odd), greatest(sumIf(weight, odd), 1)) AS price,
        arraySlice(arraySort(id -> toString(id), groupUniqArrayIf(event, odd)), 1, 20) AS evidence
    FROM exported
    GROUP BY exporter, code, quarter
)
WHERE strange >= {minimum_sample:UInt16} AND strange * 1000 > lots * {share_per_mille:UInt16}
    AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
