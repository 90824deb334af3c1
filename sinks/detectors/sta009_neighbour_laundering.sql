-- code: STA009
-- title: A country's published output does not collapse while its neighbour's soars
-- law: KPCS core document, Annex III: statistics of production [rap07]; pairs of neighbours from known cases [ci10]
--   [rfi19]; thresholds proposed [project]
-- severity: BREACH
-- version: 1
-- subject: pair
-- window_years: 5
-- minimum_sample: 3
-- collapse_per_mille: 500
-- growth_per_mille: 1500
-- parameter window_years UInt16: years before the judged one that make the usual output
-- parameter minimum_sample UInt16: silent with fewer earlier figures of the country than this
-- parameter collapse_per_mille UInt16: collapsed below this share of the usual output (proposed)
-- parameter growth_per_mille UInt16: grown from this share of the year before on (proposed)
-- column subject String: pair:<country>-<neighbour>:<year>
-- column got String: what both published
-- column expected String: what both usually publish
-- column dated_at DateTime64(6, 'UTC'): end of the year judged

-- Pairs are those whose border rough is known to have crossed. The usual output is the median of the earlier figures.
-- A mine that opened in the neighbour in that year or the one before explains its growth. Published figures do not tell
-- artisanal from other output, nor how many licences there were.
WITH figures AS (
    SELECT country, year, assumeNotNull(carats) AS carats, source
    FROM current_kp_production
    WHERE carats > 0 AND confidence != 'suspect'
),
neighbours AS (
    SELECT pair.1 AS country, pair.2 AS neighbour
    FROM (
        SELECT arrayJoin([
            ('CF', 'CM'), ('CF', 'TD'), ('CF', 'SD'), ('CF', 'CD'), ('CD', 'CG'), ('CI', 'GN'), ('CI', 'LR'),
            ('CI', 'ML'), ('CI', 'BF'), ('SL', 'LR'), ('SL', 'GN'), ('VE', 'BR'), ('VE', 'GY')
        ]) AS pair
    )
),
collapsed AS (
    SELECT
        judged.country AS country, judged.year AS year, judged.carats AS carats, judged.source AS source,
        count() AS sample, quantileExactLow(0.5)(earlier.carats) AS usual
    FROM figures AS judged
    INNER JOIN figures AS earlier ON earlier.country = judged.country
    WHERE earlier.year < judged.year AND earlier.year >= judged.year - {window_years:UInt16}
    GROUP BY country, year, carats, source
    HAVING sample >= {minimum_sample:UInt16} AND judged.carats * 1000 < usual * {collapse_per_mille:UInt16}
),
grown AS (
    SELECT
        after.country AS neighbour, after.year AS year, after.carats AS carats_after, before.carats AS carats_before,
        after.source AS source_after
    FROM figures AS after
    INNER JOIN figures AS before ON before.country = after.country
    WHERE before.year = after.year - 1
        AND after.carats * 1000 >= before.carats * {growth_per_mille:UInt16}
),
openings AS (
    SELECT country AS neighbour, arrayJoin([toYear(assumeNotNull(opened_on)), toYear(assumeNotNull(opened_on)) + 1]) AS year
    FROM current_sites
    WHERE kind = 'mine' AND opened_on IS NOT NULL
)
SELECT
    concat('pair:', country, '-', neighbour, ':', toString(year)) AS subject,
    concat(
        country, ' published ', toString(carats), ' ct (source ', source, '), ', neighbour, ' ', toString(carats_after),
        ' ct after ', toString(carats_before), ' ct the year before (source ', source_after, ')'
    ) AS got,
    concat(
        country, ' at least ', toString(intDiv(usual * {collapse_per_mille:UInt16}, 1000)), ' ct, ',
        toString({collapse_per_mille:UInt16} / 10), '% of the median of ', toString(sample), ' earlier figures, or ', neighbour, ' below ',
        toString(intDiv(carats_before * {growth_per_mille:UInt16}, 1000)), ' ct (proposed)'
    ) AS expected,
    toDateTime64(makeDate32(year + 1, 1, 1), 6, 'UTC') AS dated_at
FROM collapsed
INNER JOIN neighbours USING (country)
INNER JOIN grown USING (neighbour, year)
WHERE (neighbour, year) NOT IN (SELECT neighbour, year FROM openings)
ORDER BY subject
