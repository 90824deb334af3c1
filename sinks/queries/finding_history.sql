-- question: How did a finding come about: every revision, with what was known then?
-- parameter finding UUID: id of the finding
-- column revision Int64: place in the log of the record that caused this revision
-- column known_at DateTime64(6, 'UTC'): when that record reached the log
-- column status String: RAISED or RETRACTED
-- column rule String: rule code
-- column rule_version Int32: version of the rule
-- column severity String: NOTICE, BREACH or BROKEN
-- column blocking Bool: whether the goods should be held
-- column subject String: what was judged
-- column event_id UUID: event that was judged
-- column got String: what was found
-- column expected String: what should have been found
-- column evidence Array(UUID): events that prove it
-- column dated_at DateTime64(6, 'UTC'): instant the finding is about
-- column cured_by Nullable(UUID): event, or change of reference data, that took it back
SELECT
    revision, known_at, status, rule, rule_version,
    severity, blocking, subject, event_id, got, expected, evidence, dated_at, cured_by
FROM findings_log FINAL
WHERE finding_id = {finding:UUID}
ORDER BY revision
