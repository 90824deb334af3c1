-- code: STA001
-- title: A country's published value per carat stays near its own history
-- law: KPCS core document, Annex III: statistics of production [rap07]; threshold proposed [project]
-- severity: NOTICE
-- version: 1
-- subject: country
-- window_years: 10
-- minimum_sample: 3
-- apart_per_mille: 500
-- parameter window_years UInt16: years before the judged one that make its history
-- parameter minimum_sample UInt16: silent with fewer earlier figures than this
-- parameter apart_per_mille UInt16: flagged further away from the median, and from the last figure (proposed)
-- column subject String: country:<ISO code>:<year>
-- column got String: the published value per carat
-- column expected String: the range around the history
-- column dated_at DateTime64(6, 'UTC'): end of the year judged

-- A figure is flagged when it lies far away from the median of the window and also from the last earlier
-- figure, so that a market that moved over years is no jump. Suspect figures are judged and are no history for others.
-- A year in which the country's status changed, or one of its mines opened or closed, is not judged.
WITH figures AS (
    SELECT
        country, year, source, confidence,
        ifNull(intDiv(value_usd * 100, nullIf(carats, 0)), cents_per_carat) AS cents
    FROM current_kp_production
    WHERE cents > 0 AND country != 'XX'
),
history AS (
    SELECT
        judged.country AS country, judged.year AS year, judged.source AS source, judged.confidence AS confidence,
        judged.cents AS cents,
        count() AS sample,
        min(earlier.year) AS first_year,
        quantileExactLow(0.5)(earlier.cents) AS middle,
        argMax(earlier.cents, earlier.year) AS last
    FROM figures AS judged
    INNER JOIN figures AS earlier ON earlier.country = judged.country
    WHERE earlier.year < judged.year
        AND earlier.year >= judged.year - {window_years:UInt16}
        AND earlier.confidence != 'suspect'
    GROUP BY country, year, source, confidence, cents
),
changes AS (
    SELECT country, arrayJoin([toYear(start), toYear(stop)]) AS year FROM current_participant_status
    UNION ALL
    SELECT country, toYear(assumeNotNull(opened_on)) FROM current_sites WHERE kind = 'mine' AND opened_on IS NOT NULL
    UNION ALL
    SELECT country, toYear(assumeNotNull(closed_on)) FROM current_sites WHERE kind = 'mine' AND closed_on IS NOT NULL
)
SELECT
    concat('country:', country, ':', toString(year)) AS subject,
    concat(
        'US$', toString(intDiv(cents, 100)), '.', leftPad(toString(cents % 100), 2, '0'), ' a carat (source ', source,
        ', ', replaceOne(confidence, 'memory', 'from memory'), ')'
    ) AS got,
    concat(
        'US$', toString(intDiv(middle * greatest(1000 - {apart_per_mille:UInt16}, 0), 100000)), ' to US$',
        toString(intDiv(middle * (1000 + {apart_per_mille:UInt16}), 100000)), ' a carat: within ',
        toString({apart_per_mille:UInt16} / 10), '% (proposed) of US$', toString(intDiv(middle, 100)), ', the median of ',
        toString(sample), ' earlier figures since ', toString(first_year)
    ) AS expected,
    toDateTime64(makeDate32(year + 1, 1, 1), 6, 'UTC') AS dated_at
FROM history
WHERE sample >= {minimum_sample:UInt16}
    AND abs(cents - middle) * 1000 > middle * {apart_per_mille:UInt16}
    AND abs(cents - last) * 1000 > last * {apart_per_mille:UInt16}
    AND (country, year) NOT IN (SELECT country, year FROM changes)
ORDER BY subject
