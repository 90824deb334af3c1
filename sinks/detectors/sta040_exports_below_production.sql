-- code: STA040
-- title: A country's published exports are not far below its published production
-- law: KPCS core document, Annex III: statistics of production and trade [rap07]; a thirtieth of the rough of the Central
--   African Republic left lawfully in 2018 [cf19]; threshold proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: country
-- window_years: 5
-- minimum_sample: 1
-- least_per_mille: 333
-- parameter window_years UInt16: years up to the judged one that are added up
-- parameter minimum_sample UInt16: silent with fewer years of which both figures are published than this
-- parameter least_per_mille UInt16: flagged below this share of the production (proposed)
-- column subject String: country:<ISO code>:<year>
-- column got String: rough exported and mined
-- column expected String: the least that lawful trade leaves
-- column dated_at DateTime64(6, 'UTC'): end of the year judged

-- What is mined and does not leave under certificates is cut at home, lies in a stock, or is smuggled. Which of them, the
-- figures do not tell. Russia sold to its state stock in 2009 and exported 42% of what it mined. Years are added up, so that
-- a stock that leaves a year later is no sign. Suspect figures are left out, and so is a year without exports.
WITH years AS (
    SELECT mined.country AS country, mined.year AS year, mined.carats AS found, sent.carats AS gone, mined.source AS source,
        sent.source AS source_sent
    FROM (
        SELECT country, year, assumeNotNull(carats) AS carats, source
        FROM current_kp_production WHERE carats > 0 AND confidence != 'suspect'
    ) AS mined
    INNER JOIN (
        SELECT participant AS country, year, assumeNotNull(carats) AS carats, source
        FROM current_kp_trade WHERE flow = 'export' AND carats > 0 AND confidence != 'suspect'
    ) AS sent ON sent.country = mined.country AND sent.year = mined.year
),
sums AS (
    SELECT
        judged.country AS country, judged.year AS year, judged.source AS source, judged.source_sent AS source_sent,
        count() AS sample, min(each.year) AS first_year, sum(each.found) AS carats_found, sum(each.gone) AS carats_gone
    FROM years AS judged
    INNER JOIN years AS each ON each.country = judged.country
    WHERE each.year <= judged.year AND each.year > judged.year - {window_years:UInt16}
    GROUP BY country, year, source, source_sent
)
SELECT
    concat('country:', country, ':', toString(year)) AS subject,
    concat(
        toString(carats_gone), ' ct exported of ', toString(carats_found), ' ct mined in ', toString(sample),
        if(sample = 1, ' year, ', ' years, '), toString(intDiv(carats_gone * 1000, carats_found) / 10), '% (sources ',
        source_sent, ', ', source, ')'
    ) AS got,
    concat(
        'at least ', toString(intDiv(carats_found * {least_per_mille:UInt16}, 1000)), ' ct exported, ', toString({least_per_mille:UInt16} / 10), '% (proposed), since ',
        toString(first_year)
    ) AS expected,
    toDateTime64(makeDate32(year + 1, 1, 1), 6, 'UTC') AS dated_at
FROM sums
WHERE sample >= {minimum_sample:UInt16} AND carats_gone * 1000 < carats_found * {least_per_mille:UInt16}
ORDER BY subject
