-- code: STA006
-- title: A country's exports less its imports stay within 1.2 times its production and its opening stock
-- law: KPCS core document, Annex II, recommendation 8: producers analyse their actual volume [eu_a2]; exports of
--   Congo-Brazzaville far above its capacity in 2004 [cg04a]; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: country
-- window_months: 12
-- minimum_sample: 10
-- most_per_mille: 1200
-- parameter window_months UInt16: calendar months that are added up
-- parameter minimum_sample UInt16: silent with fewer exported lots than this
-- parameter most_per_mille UInt16: flagged above this share of a year's production, beside the stock (proposed)
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: country:<ISO code>
-- column got String: rough exported less rough imported
-- column expected String: the most that production and stock support
-- column dated_at DateTime64(6, 'UTC'): end of the months added up

-- Production is the published figure of the year in which the months end, or of the newest of the three years before,
-- while suspect figures are left out, and so are countries without a figure. Stock is what was registered as opening stock.
WITH moved AS (
    SELECT country, toStartOfMonth(occurred_at) AS month, sum(net) AS net, sum(lots) AS lots, sum(stock) AS stock
    FROM (
        SELECT
            if(body_kind = 'ShipmentExported', from_country, to_country) AS country, occurred_at,
            if(body_kind = 'ShipmentExported', 1, -1) * ifNull(carats, 0) AS net,
            body_kind = 'ShipmentExported' AS lots, 0 AS stock
        FROM current_shipment_lines
        WHERE form = 'ROUGH' AND species != 'LAB_GROWN'
        UNION ALL
        SELECT country_after AS country, kept.occurred_at AS occurred_at, 0 AS net, 0 AS lots,
            ifNull(kept.carats, 0) AS stock
        FROM current_lot_events AS kept
        INNER JOIN (
            SELECT DISTINCT event_id, digest FROM events
            WHERE body_kind = 'LotRegistered' AND JSONExtractString(body_json, 'body', 'kind') = 'OPENING_STOCK'
        ) AS opening USING (event_id, digest)
        WHERE kept.form = 'ROUGH' AND kept.species != 'LAB_GROWN'
    )
    GROUP BY country, month
),
years AS (
    SELECT
        last.country AS country, addMonths(last.month, 1) AS until,
        sumIf(each.net, each.month > subtractMonths(last.month, {window_months:UInt16})) AS net,
        sumIf(each.lots, each.month > subtractMonths(last.month, {window_months:UInt16})) AS lots,
        sum(each.stock) AS stock
    FROM moved AS last
    INNER JOIN moved AS each ON each.country = last.country
    WHERE each.month <= last.month
        AND toDateTime64(addMonths(last.month, 1), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
    GROUP BY country, until
),
supported AS (
    SELECT
        years.country AS country, until, net, lots, stock,
        argMax(figure.carats, figure.year) AS production, max(figure.year) AS of_year,
        argMax(figure.source, figure.year) AS source
    FROM years
    INNER JOIN (
        SELECT country, year, assumeNotNull(carats) AS carats, source
        FROM current_kp_production WHERE carats IS NOT NULL AND confidence != 'suspect'
    ) AS figure ON figure.country = years.country
    WHERE figure.year <= toYear(subtractDays(until, 1)) AND figure.year >= toYear(subtractDays(until, 1)) - 3
    GROUP BY country, until, net, lots, stock
)
SELECT
    concat('country:', country) AS subject,
    concat(
        toString(intDiv(net, 1000)), ' ct of rough exported above what was imported in ',
        toString({window_months:UInt16}), ' months'
    ) AS got,
    concat(
        'at most ', toString(intDiv(production * {most_per_mille:UInt16} + stock, 1000)), ' ct: ',
        toString({most_per_mille:UInt16} / 1000), ' times the ', toString(production), ' ct mined in ',
        toString(of_year), ' (source ', source, '), and an opening stock of ', toString(intDiv(stock, 1000)), ' ct'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM supported
WHERE lots >= {minimum_sample:UInt16} AND net > production * {most_per_mille:UInt16} + stock
ORDER BY country, net - stock DESC, until
LIMIT 1 BY country
