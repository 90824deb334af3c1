-- code: STA010
-- title: A country without mines exports no more rough than it had and imported
-- law: KPCS core document, Section II(a), III(a): rough comes under a certificate [ukann], so what leaves a country without
--   mines has come in or was there
-- severity: BREACH
-- version: 1
-- subject: country
-- window_months: 1
-- minimum_sample: 10
-- parameter window_months UInt16: the balance is struck at the end of every month of this length
-- parameter minimum_sample UInt16: silent with fewer exported lots than this
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: country:<ISO code>
-- column got String: rough exported since the beginning of the record
-- column expected String: opening stock and rough imported
-- column dated_at DateTime64(6, 'UTC'): end of the month with the largest overdraft

-- All rough together: sorting moves goods from one HS code to another. Countries with a mine or a digging in the register,
-- or with published production, are left out. Two weighings may differ by 0.02 ct or 0.1% for each lot.
WITH moved AS (
    SELECT country, toStartOfMonth(occurred_at) AS month, sum(gone) AS gone, sum(lots) AS lots, sum(had) AS had
    FROM (
        SELECT
            if(body_kind = 'ShipmentExported', from_country, to_country) AS country, occurred_at,
            if(body_kind = 'ShipmentExported', ifNull(carats, 0), 0) AS gone,
            body_kind = 'ShipmentExported' AS lots,
            if(body_kind = 'ShipmentImported', ifNull(carats, 0), 0) AS had
        FROM current_shipment_lines
        WHERE form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT country_after AS country, occurred_at, 0 AS gone, 0 AS lots, ifNull(carats, 0) AS had
        FROM current_lot_events
        WHERE body_kind = 'LotRegistered' AND form = 'ROUGH' AND species != 'LAB_GROWN'
    )
    WHERE country NOT IN (SELECT country FROM current_sites WHERE kind IN ('mine', 'artisanal'))
        AND country NOT IN (SELECT country FROM current_kp_production WHERE carats > 0)
        AND country != ''
    GROUP BY country, month
),
balances AS (
    SELECT
        country, addMonths(month, {window_months:UInt16}) AS until,
        sum(moved.gone) OVER (PARTITION BY country ORDER BY month) AS out_carats,
        sum(moved.lots) OVER (PARTITION BY country ORDER BY month) AS out_lots,
        sum(moved.had) OVER (PARTITION BY country ORDER BY month) AS in_carats
    FROM moved
)
SELECT
    concat('country:', country) AS subject,
    concat(toString(intDiv(out_carats, 1000)), ' ct of rough exported in ', toString(out_lots), ' lots') AS got,
    concat('at most the ', toString(intDiv(in_carats, 1000)), ' ct that it had or imported until then') AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM balances
WHERE out_lots >= {minimum_sample:UInt16}
    AND out_carats > in_carats + intDiv(out_carats, 1000) + 20 * out_lots
    AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY country, out_carats - in_carats DESC, until
LIMIT 1 BY country
