-- code: STA002
-- title: A country's published production is not far above what its operators report
-- law: KPCS core document, Annex III: statistics of production [rap07]; threshold proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: country
-- window_years: 1
-- minimum_sample: 1
-- most_per_mille: 1300
-- parameter minimum_sample UInt16: silent with fewer operators than this
-- parameter most_per_mille UInt16: flagged above this share of what operators report (proposed)
-- column subject String: country:<ISO code>:<year>
-- column got String: the published production
-- column expected String: the most that the operators' reports support
-- column dated_at DateTime64(6, 'UTC'): end of the year judged

-- Only countries and years whose reporting operators make nearly all of the output are judged.
WITH operators AS (
    SELECT country, year, sum(carats) AS reported, count() AS sample, arraySort(groupArray(operator)) AS names
    FROM current_operator_production
    GROUP BY country, year
    HAVING min(covers_country)
)
SELECT
    concat('country:', country, ':', toString(year)) AS subject,
    concat(toString(carats), ' ct published (source ', source, ', ', replaceOne(confidence, 'memory', 'from memory'), ')') AS got,
    concat(
        'at most ', toString(intDiv(reported * {most_per_mille:UInt16}, 1000)), ' ct: ',
        toString({most_per_mille:UInt16} / 1000), ' times (proposed) the ', toString(reported), ' ct reported by ',
        arrayStringConcat(names, ' and ')
    ) AS expected,
    toDateTime64(makeDate32(year + 1, 1, 1), 6, 'UTC') AS dated_at
FROM (SELECT country, year, assumeNotNull(carats) AS carats, source, confidence
    FROM current_kp_production WHERE carats IS NOT NULL) AS published
INNER JOIN operators USING (country, year)
WHERE sample >= {minimum_sample:UInt16} AND carats * 1000 > reported * {most_per_mille:UInt16}
ORDER BY subject
