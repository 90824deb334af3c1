-- code: STA030
-- title: The share of shipments of mixed origin that a trading country exports does not jump
-- law: no law sets a figure: goods of a restricted origin are hidden by mixing; the Union asks for every country of origin
--   since 2025-03-01 [awdc16]; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: country
-- window_months: 12
-- minimum_sample: 30
-- most_points_per_mille: 200
-- deviations: 3
-- parameter window_months UInt16: months before the quarter that make the usual share
-- parameter minimum_sample UInt16: silent with fewer shipments than this in the quarter, or in the months before
-- parameter most_points_per_mille UInt16: flagged when the share is larger by more than this (proposed)
-- parameter deviations UInt16: and only so many standard deviations above the usual share (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: country:<ISO code>:<quarter>
-- column got String: shipments with a lot of mixed origin
-- column expected String: the usual share
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): exports with a lot of mixed origin, at most twenty

-- A shipment of rough counts as mixed when a lot in it has two countries of mining or more. The usual share is the mean of
-- the quarters of the window, each counted alike. Countries with a mine or a digging in the register, or with published
-- production, are left out. Of few shipments a share differs by chance: its variance is p(1 - p)(1/n + 1/m), with the n
-- shipments of the quarter and the m before.
WITH shipments AS (
    SELECT
        from_country AS country, event_id, any(occurred_at) AS left_at, max(length(arrayDistinct(origins)) > 1) AS mixed
    FROM current_shipment_lines
    WHERE body_kind = 'ShipmentExported' AND form = 'ROUGH' AND species != 'LAB_GROWN'
        AND from_country NOT IN (SELECT country FROM current_sites WHERE kind IN ('mine', 'artisanal'))
        AND from_country NOT IN (SELECT country FROM current_kp_production WHERE carats > 0)
    GROUP BY country, event_id
),
quarters AS (
    SELECT
        country, toStartOfQuarter(left_at) AS quarter, count() AS sample, countIf(mixed) AS many,
        many / sample AS share,
        arraySlice(arraySort(id -> toString(id), groupArrayIf(event_id, mixed)), 1, 20) AS evidence
    FROM shipments
    GROUP BY country, quarter
),
compared AS (
    SELECT
        judged.country AS country, judged.quarter AS quarter, judged.sample AS sample, judged.many AS many,
        judged.share AS share, judged.evidence AS evidence, addMonths(judged.quarter, 3) AS until,
        count() AS quarters, sum(earlier.sample) AS sample_before, sum(earlier.many) AS many_before,
        avg(earlier.share) AS usual,
        many_before / sample_before AS likely,
        sqrt(likely * (1 - likely) * (1 / judged.sample + 1 / sample_before)) AS deviation
    FROM quarters AS judged
    INNER JOIN quarters AS earlier ON earlier.country = judged.country
    WHERE earlier.quarter < judged.quarter
        AND earlier.quarter >= subtractMonths(judged.quarter, {window_months:UInt16})
    GROUP BY country, quarter, sample, many, share, evidence
)
SELECT
    concat('country:', country, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        toString(many), ' of ', toString(sample), ' shipments with goods of mixed origin, ',
        toString(intDiv(many * 1000, sample) / 10), '%'
    ) AS got,
    concat(
        'at most ', toString({most_points_per_mille:UInt16} / 10), ' points (proposed) above ', toString(round(usual * 100, 1)),
        '%, the mean of ', toString(quarters), ' quarters before'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    evidence
FROM compared
WHERE sample >= {minimum_sample:UInt16} AND sample_before >= {minimum_sample:UInt16}
    AND (share - usual) * 1000 > {most_points_per_mille:UInt16}
    AND share - likely > {deviations:UInt16} * deviation
    AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
