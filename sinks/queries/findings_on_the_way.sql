-- question: What is wrong with a lot and with the lots it was made of, back to the mines?
-- parameter lot String: the lot's id
-- column finding_id UUID: id of the finding, stable over its revisions
-- column revision Int64: place in the log of the record that caused this revision
-- column rule String: rule code
-- column severity String: NOTICE, BREACH or BROKEN
-- column blocking Bool: whether the goods should be held
-- column subject String: what was judged: lot, certificate, event, emitter or published figure
-- column title String: what the rule demands
-- column got String: what was found
-- column expected String: what should have been found
-- column law String: source of the rule
-- column event_id UUID: event that was judged
-- column evidence Array(UUID): events that prove it
-- column dated_at DateTime64(6, 'UTC'): instant the finding is about
-- column provisional_until Nullable(DateTime64(6, 'UTC')): until then an event not yet sent could cure it
-- column known_at DateTime64(6, 'UTC'): when this revision reached the log
WITH RECURSIVE walk AS (
    SELECT {lot:String} AS lot_id, toUInt16(0) AS depth, '' AS kin
    UNION ALL
    SELECT DISTINCT far.lot_id, toUInt16(step.depth), near.lot_id
    FROM current_lineage AS far
    INNER JOIN (
        SELECT event_id, lot_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM walk)
    ) AS near ON near.event_id = far.event_id
    CROSS JOIN (SELECT max(depth) + 1 AS depth FROM walk) AS step
    WHERE far.role = 'input'
        AND step.depth <= 40
        AND far.event_id IN (
            SELECT event_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM walk)
        )
)
SELECT
    finding_id, revision, rule, severity, blocking, subject,
    title, got, expected, law, event_id, evidence, dated_at, provisional_until,
    known_at
FROM findings FINAL
WHERE status = 'RAISED'
    AND (
        subject IN (SELECT concat('lot:', lot_id) FROM walk)
        OR subject IN (
            SELECT concat('event:', toString(event_id)) FROM current_lot_events WHERE lot_id IN (SELECT lot_id FROM walk)
        )
        OR subject IN (
            SELECT certificate_subject FROM current_lot_events
            WHERE lot_id IN (SELECT lot_id FROM walk) AND certificate_subject != ''
        )
    )
ORDER BY dated_at, finding_id
