-- question: What is wrong with a lot, with the events it was part of and with the certificates it moved under?
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
SELECT
    finding_id, revision, rule, severity, blocking, subject,
    title, got, expected, law, event_id, evidence, dated_at, provisional_until,
    known_at
FROM findings FINAL
WHERE status = 'RAISED'
    AND (
        subject = concat('lot:', {lot:String})
        OR subject IN (SELECT concat('event:', toString(event_id)) FROM current_lot_events WHERE lot_id = {lot:String})
        OR subject IN (
            SELECT certificate_subject FROM current_lot_events WHERE lot_id = {lot:String} AND certificate_subject != ''
        )
    )
ORDER BY dated_at, finding_id
