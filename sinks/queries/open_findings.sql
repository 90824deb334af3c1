-- question: What is wrong now?
-- parameter rule Nullable(String): only this rule code
-- parameter severity Nullable(String): only this severity: NOTICE, BREACH or BROKEN
-- parameter subject Nullable(String): only this subject, such as lot:AB-1
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
    AND ({rule:Nullable(String)} IS NULL OR rule = {rule:Nullable(String)})
    AND ({severity:Nullable(String)} IS NULL OR severity = {severity:Nullable(String)})
    AND ({subject:Nullable(String)} IS NULL OR subject = {subject:Nullable(String)})
ORDER BY dated_at, finding_id
