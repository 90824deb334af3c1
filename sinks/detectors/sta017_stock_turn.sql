-- code: STA017
-- title: Rough stays in a country without mines for three days or more before it leaves again
-- law: no law sets a figure: goods that only pass through a trading centre change their papers and nothing else; threshold
--   proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: country
-- window_months: 3
-- minimum_sample: 30
-- least_hours: 72
-- used_per_mille: 500
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer exported lots in the quarter than this
-- parameter least_hours UInt16: flagged when rough stays for fewer hours on average (proposed)
-- parameter used_per_mille UInt16: silent when less than this share of what came in leaves again: the rest is cut (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: country:<ISO code>:<quarter>
-- column got String: how long rough stays, and how much of it leaves
-- column expected String: how long it stays where it is traded
-- column dated_at DateTime64(6, 'UTC'): end of the quarter

-- The mean stay is the mean stock over what leaves: the stock at the beginning of the quarter for its whole length, and
-- what comes and goes for what is left of the quarter, over the carats exported. What transformations take and give counts
-- as stock. So does opening stock, since the beginning of the quarter at least: it was there before it was registered.
-- Countries with a mine or a digging in the register, or with published production, are left out, and so is a quarter at
-- whose beginning more had left than come.
WITH changed AS (
    SELECT country, occurred_at, come, gone, made
    FROM (
        SELECT
            if(body_kind = 'ShipmentExported', from_country, to_country) AS country, occurred_at,
            if(body_kind = 'ShipmentImported', ifNull(carats, 0), 0) AS come,
            if(body_kind = 'ShipmentExported', ifNull(carats, 0), 0) AS gone,
            0 AS made
        FROM current_shipment_lines
        WHERE form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT
            country_after AS country, toDateTime64(toStartOfQuarter(occurred_at), 6, 'UTC') AS occurred_at,
            ifNull(carats, 0) AS come, 0 AS gone, 0 AS made
        FROM current_lot_events
        WHERE body_kind = 'LotRegistered' AND form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT
            place.country AS country, occurred_at, 0 AS come, 0 AS gone,
            if(role = 'output', 1, -1) * ifNull(carats, 0) AS made
        FROM current_lot_events
        INNER JOIN (
            SELECT DISTINCT event_id, digest, country FROM events WHERE body_kind = 'LotsTransformed'
        ) AS place USING (event_id, digest)
        WHERE body_kind = 'LotsTransformed' AND form = 'ROUGH' AND species != 'LAB_GROWN'
    )
    WHERE country NOT IN (SELECT country FROM current_sites WHERE kind IN ('mine', 'artisanal'))
        AND country NOT IN (SELECT country FROM current_kp_production WHERE carats > 0)
        AND country != ''
),
quarters AS (
    SELECT
        country, toStartOfQuarter(occurred_at) AS quarter,
        toDateTime64(addMonths(quarter, {window_months:UInt16}), 6, 'UTC') AS until,
        dateDiff('hour', toDateTime64(quarter, 6, 'UTC'), until) AS hours,
        sum(changed.come) AS come_carats, sum(changed.gone) AS gone_carats, countIf(changed.gone > 0) AS sample,
        sum(changed.made) AS made_carats,
        sum((changed.come + changed.made - changed.gone) * dateDiff('hour', occurred_at, until)) AS held_for_hours
    FROM changed
    GROUP BY country, quarter
),
stocks AS (
    SELECT
        *,
        sum(come_carats + made_carats - gone_carats) OVER (
            PARTITION BY country ORDER BY quarter ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS stock
    FROM quarters
),
turns AS (
    SELECT *, intDiv(stock * hours + held_for_hours, greatest(gone_carats, 1)) AS stay FROM stocks
)
SELECT
    concat('country:', country, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        'rough stayed for ', toString(stay), ' hours on average: ', toString(intDiv(stock, 1000)), ' ct at the beginning, ',
        toString(intDiv(come_carats, 1000)), ' ct came, ', toString(intDiv(gone_carats, 1000)), ' ct left in ',
        toString(sample), ' lots'
    ) AS got,
    concat('at least ', toString({least_hours:UInt16}), ' hours (proposed)') AS expected,
    until AS dated_at
FROM turns
WHERE sample >= {minimum_sample:UInt16} AND stock >= 0 AND stay >= 0 AND stay < {least_hours:UInt16}
    AND gone_carats * 1000 >= come_carats * {used_per_mille:UInt16}
    AND until <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
