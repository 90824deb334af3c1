-- code: STA033
-- title: A country's published production does not soar in a year without a reason
-- law: KPCS core document, Annex III: statistics of production [rap07]; threshold proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: country
-- window_years: 1
-- minimum_sample: 1
-- most_per_mille: 1750
-- parameter window_years UInt16: years back to the figure that the judged one is compared with
-- parameter minimum_sample UInt16: silent with fewer earlier figures than this
-- parameter most_per_mille UInt16: flagged above this share of the earlier figure (proposed)
-- column subject String: country:<ISO code>:<year>
-- column got String: the published production
-- column expected String: the most that the year before supports
-- column dated_at DateTime64(6, 'UTC'): end of the year judged

-- A change of the country's status, and a mine that opened, in the year judged or in the one before, are reasons: Zimbabwe
-- grew ninefold in 2010 when exports were allowed again. Canada grew by 78% in 2017 with a mine that had opened, whose date
-- is not in the register, so a country with a mine whose opening is not known is not judged at all. Suspect figures are
-- judged, and nothing is compared with them.
WITH figures AS (
    SELECT country, year, assumeNotNull(carats) AS carats, source, confidence
    FROM current_kp_production
    WHERE carats > 0 AND country != 'XX'
),
reasons AS (
    SELECT country, arrayJoin([toYear(start), toYear(start) + 1, toYear(stop), toYear(stop) + 1]) AS year
    FROM current_participant_status
    UNION ALL
    SELECT country, arrayJoin([toYear(assumeNotNull(opened_on)), toYear(assumeNotNull(opened_on)) + 1]) AS year
    FROM current_sites
    WHERE kind = 'mine' AND opened_on IS NOT NULL
)
SELECT
    concat('country:', judged.country, ':', toString(judged.year)) AS subject,
    concat(
        toString(judged.carats), ' ct published (source ', judged.source, ', ',
        replaceOne(judged.confidence, 'memory', 'from memory'), '), ',
        toString(intDiv(judged.carats * 100, before.carats)), '% of the year before'
    ) AS got,
    concat(
        'at most ', toString({most_per_mille:UInt16} / 10), '% (proposed) of ', toString(before.carats), ' ct in ',
        toString(before.year), ' (source ', before.source, '), for no status changed and no mine opened'
    ) AS expected,
    toDateTime64(makeDate32(judged.year + 1, 1, 1), 6, 'UTC') AS dated_at
FROM figures AS judged
INNER JOIN figures AS before ON before.country = judged.country
WHERE before.year = judged.year - {window_years:UInt16} AND before.confidence != 'suspect'
    AND judged.carats * 1000 > before.carats * {most_per_mille:UInt16}
    AND (judged.country, judged.year) NOT IN (SELECT country, year FROM reasons)
    AND judged.country NOT IN (SELECT country FROM current_sites WHERE kind = 'mine' AND opened_on IS NULL)
QUALIFY count() OVER (PARTITION BY judged.country, judged.year) >= {minimum_sample:UInt16}
ORDER BY subject
