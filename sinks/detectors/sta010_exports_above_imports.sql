-- code: STA010
-- title: A country without mines exports no more rough than it had and imported
-- law: KPCS core document, Section II(a), III(a): rough comes under a certificate [ukann], so what leaves a country without
--   mines has come in or was there
-- severity: BREACH
-- version: 2
-- subject: country
-- window_months: 1
-- minimum_sample: 10
-- parameter window_months UInt16: the balance is struck at the end of every month of this length
-- parameter minimum_sample UInt16: silent with fewer exported lots than this
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: country:<ISO code>, and the HS code where only its balance is short
-- column got String: rough exported since the beginning of the record
-- column expected String: opening stock and rough imported
-- column dated_at DateTime64(6, 'UTC'): end of the month with the largest overdraft
-- column severity String: BREACH for all rough, NOTICE for one HS code: goods may have been sorted into it unseen

-- The balance of all rough, and of each HS code. What a transformation takes leaves the code, what it gives comes to it,
-- so goods that were sorted move from one code to another and goods that were cut can no longer be exported as rough.
-- Countries with a mine or a digging in the register, or with published production, are left out. Two weighings may
-- differ by 0.02 ct or 0.1% for each lot.
WITH changed AS (
    SELECT
        made.country AS country, occurred_at, hs_code, role = 'output' AS gives, ifNull(carats, 0) AS weight
    FROM current_lot_events
    INNER JOIN (
        SELECT DISTINCT event_id, digest, country FROM events WHERE body_kind = 'LotsTransformed'
    ) AS made USING (event_id, digest)
    WHERE body_kind = 'LotsTransformed' AND form = 'ROUGH' AND species != 'LAB_GROWN'
),
moved AS (
    SELECT
        country, code, toStartOfMonth(occurred_at) AS month,
        sum(gone) AS gone, sum(lots) AS lots, sum(had) AS had, sum(change) AS change
    FROM (
        SELECT
            if(body_kind = 'ShipmentExported', from_country, to_country) AS country, hs_code, occurred_at,
            if(body_kind = 'ShipmentExported', ifNull(carats, 0), 0) AS gone,
            body_kind = 'ShipmentExported' AS lots,
            if(body_kind = 'ShipmentImported', ifNull(carats, 0), 0) AS had,
            0 AS change
        FROM current_shipment_lines
        WHERE form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT country_after AS country, hs_code, occurred_at, 0, 0, ifNull(carats, 0) AS had, 0
        FROM current_lot_events
        WHERE body_kind = 'LotRegistered' AND form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT country, hs_code, occurred_at, 0, 0, 0, if(gives, weight, -weight) AS change FROM changed
    )
    ARRAY JOIN ['', substring(hs_code, 1, 6)] AS code
    WHERE country NOT IN (SELECT country FROM current_sites WHERE kind IN ('mine', 'artisanal'))
        AND country NOT IN (SELECT country FROM current_kp_production WHERE carats > 0)
        AND country != ''
    GROUP BY country, code, month
),
balances AS (
    SELECT
        country, code, addMonths(month, {window_months:UInt16}) AS until,
        sum(moved.gone) OVER (PARTITION BY country, code ORDER BY month) AS out_carats,
        sum(moved.lots) OVER (PARTITION BY country, code ORDER BY month) AS out_lots,
        sum(moved.had) OVER (PARTITION BY country, code ORDER BY month) AS in_carats,
        sum(moved.change) OVER (PARTITION BY country, code ORDER BY month) AS made_carats
    FROM moved
),
overdrawn AS (
    SELECT *, max(code = '') OVER (PARTITION BY country) AS in_all
    FROM balances
    WHERE out_lots >= {minimum_sample:UInt16}
        AND out_carats > in_carats + made_carats + intDiv(out_carats, 1000) + 20 * out_lots
        AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
)
SELECT
    concat('country:', country, if(code = '', '', concat(':', code))) AS subject,
    concat(
        toString(intDiv(out_carats, 1000)), ' ct of rough ', if(code = '', '', concat('under HS ', code, ' ')),
        'exported in ', toString(out_lots), ' lots'
    ) AS got,
    concat(
        'at most the ', toString(intDiv(in_carats + made_carats, 1000)), ' ct that it had or imported until then',
        if(made_carats = 0, '', if(code = '', ', less what was cut', ', with what was sorted into it or out of it'))
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    if(code = '', 'BREACH', 'NOTICE') AS severity
FROM overdrawn
WHERE code = '' OR NOT in_all
ORDER BY subject, out_carats - in_carats - made_carats DESC, until
LIMIT 1 BY subject
