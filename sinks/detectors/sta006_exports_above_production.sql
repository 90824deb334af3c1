-- code: STA006
-- title: A country's exports less its imports stay within its production and its opening stock
-- law: KPCS core document, Annex II, recommendation 8: producers analyse their actual volume [eu_a2]; exports of
--   Congo-Brazzaville far above its capacity in 2004 [cg04a]; threshold proposed [project]
-- severity: BREACH
-- version: 2
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
-- while suspect figures are left out. Where a country never published one, as Congo-Brazzaville before 2004, it is
-- the capacity of all its mines and diggings, if each of them has one and was open by then. A capacity that holds for
-- several sites together is counted for each, so the limit is rather too high. Stock is what was registered as opening stock.
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
figures AS (
    SELECT
        country,
        groupArrayIf((year, assumeNotNull(carats), source), carats IS NOT NULL AND confidence != 'suspect') AS of_years,
        countIf(carats IS NOT NULL) > 0 AS publishes
    FROM current_kp_production
    GROUP BY country
),
capacities AS (
    SELECT
        country, count() AS places, sum(ifNull(capacity_ct_per_year, 0)) AS capacity,
        countIf(ifNull(capacity_ct_per_year, 0) = 0) = 0 AS known, max(opened_on) AS last_opening
    FROM current_sites
    WHERE kind IN ('mine', 'artisanal')
    GROUP BY country
),
supported AS (
    SELECT
        country, until, net, lots, stock,
        arraySort(arrayFilter(
            figure -> figure.1 <= toYear(subtractDays(until, 1)) AND figure.1 >= toYear(subtractDays(until, 1)) - 3,
            of_years
        )) AS usable,
        NOT publishes AND known AND ifNull(last_opening <= toDate32(until), true) AS by_sites,
        if(by_sites, capacity, usable[-1].2) AS production,
        if(
            by_sites,
            concat('that its ', toString(places), ' sites can yield in a year'),
            concat('mined in ', toString(usable[-1].1), ' (source ', usable[-1].3, ')')
        ) AS basis
    FROM years
    LEFT JOIN figures USING (country)
    LEFT JOIN capacities USING (country)
    WHERE by_sites OR notEmpty(usable)
)
SELECT
    concat('country:', country) AS subject,
    concat(
        toString(intDiv(net, 1000)), ' ct of rough exported above what was imported in ',
        toString({window_months:UInt16}), ' months'
    ) AS got,
    concat(
        'at most ', toString(intDiv(production * {most_per_mille:UInt16} + stock, 1000)), ' ct: ',
        toString({most_per_mille:UInt16} / 1000), ' times the ', toString(production), ' ct ', basis,
        ', and an opening stock of ', toString(intDiv(stock, 1000)), ' ct'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM supported
WHERE lots >= {minimum_sample:UInt16} AND net > production * {most_per_mille:UInt16} + stock
ORDER BY country, net - stock DESC, until
LIMIT 1 BY country
