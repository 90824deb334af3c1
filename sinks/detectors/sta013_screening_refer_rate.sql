-- code: STA013
-- title: Of the natural stones that a party has screened, at most 5% turn out to be grown
-- law: lab-grown stones are another HS heading, 7104 [uk_syn], and no law sets a rate; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: party
-- window_months: 3
-- minimum_sample: 200
-- most_per_mille: 50
-- parameter window_months UInt16: length of a quarter
-- parameter minimum_sample UInt16: silent with fewer screened stones than this
-- parameter most_per_mille UInt16: flagged above this share (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: party:<whose goods were screened>:<quarter>
-- column got String: stones screened and found to be grown
-- column expected String: the share that is left alone
-- column dated_at DateTime64(6, 'UTC'): end of the quarter
-- column evidence Array(UUID): screenings that found something, at most twenty

-- Goods are those of the last custodian before the one who screened, or of that one when there was none. Lots that began
-- as lab-grown are left out.
WITH screened AS (
    SELECT
        exam.lot_id AS lot_id, event_id, exam.occurred_at AS occurred_at, said.examiner AS examiner,
        said.stones AS stones, said.found AS found
    FROM current_lot_events AS exam
    INNER JOIN (
        SELECT DISTINCT
            event_id, digest,
            JSONExtractString(body_json, 'body', 'examiner') AS examiner,
            JSONExtractInt(body_json, 'body', 'screened_stones') AS stones,
            JSONExtractInt(body_json, 'body', 'lab_grown_stones') AS found
        FROM events
        WHERE body_kind = 'LotExamined' AND JSONExtractString(body_json, 'body', 'kind') = 'SCREENING'
    ) AS said USING (event_id, digest)
    WHERE stones > 0
),
owned AS (
    SELECT
        screened.event_id AS event_id, screened.occurred_at AS at, screened.stones AS stones, screened.found AS found,
        countIf(past.custodian_after NOT IN ('', screened.examiner)) > 0 AS was_brought,
        if(
            was_brought,
            argMaxIf(past.custodian_after, past.occurred_at, past.custodian_after NOT IN ('', screened.examiner)),
            screened.examiner
        ) AS party
    FROM screened
    INNER JOIN current_lot_events AS past ON past.lot_id = screened.lot_id
    WHERE past.occurred_at <= screened.occurred_at
    GROUP BY event_id, at, stones, found, screened.lot_id, screened.examiner
    HAVING countIf((past.body_kind = 'LotRegistered' OR past.role = 'output') AND past.species = 'LAB_GROWN') = 0
)
SELECT
    concat('party:', party, ':', toString(toYear(quarter)), 'Q', toString(toQuarter(quarter))) AS subject,
    concat(
        toString(grown), ' of ', toString(sample), ' screened stones were grown, ',
        toString(intDiv(grown * 1000, sample) / 10), '%'
    ) AS got,
    concat('at most ', toString({most_per_mille:UInt16} / 10), '% (proposed)') AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at,
    evidence
FROM (
    SELECT
        party, toStartOfQuarter(at) AS quarter, addMonths(quarter, {window_months:UInt16}) AS until,
        sum(owned.stones) AS sample, sum(owned.found) AS grown,
        arraySlice(arraySort(id -> toString(id), groupArrayIf(event_id, owned.found > 0)), 1, 20) AS evidence
    FROM owned
    GROUP BY party, quarter
)
WHERE sample >= {minimum_sample:UInt16} AND grown * 1000 > sample * {most_per_mille:UInt16}
    AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
