-- question: For a reader that keeps its place in the log of findings: what was raised, revised or taken back after it?
-- parameter partition UInt32: partition of the log of findings (findings_partitions tells which there are); 0 where
--   everything is in one process
-- parameter offset Int64: the last offset of that partition read so far; -1 for everything
-- column partition UInt32: partition of the log of findings
-- column offset Int64: place in that partition, which only grows; the last one is where to go on
-- column status String: RAISED or RETRACTED
-- column finding_id UUID: id of the finding, stable over its revisions
-- column revision Int64: place in the log of the record that caused this revision; one that is not larger than what was
--   read of this finding before is a repeat
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
-- column cured_by Nullable(UUID): event, or change of reference data, that took it back
WITH places AS (
    SELECT * FROM finding_places FINAL
    WHERE log_partition = {partition:UInt32} AND log_offset > {offset:Int64}
)
SELECT
    log_partition AS partition, log_offset AS offset,
    status, finding_id, revision, rule, severity, blocking, subject,
    title, got, expected, law, event_id, evidence, dated_at, provisional_until,
    known_at, cured_by
FROM places
LEFT JOIN (
    SELECT *, true AS is_there FROM findings_log FINAL
    WHERE (finding_id, revision) IN (SELECT finding_id, revision FROM places)
) AS said USING (finding_id, revision)
-- the answer ends before a place whose revision this reading did not see, so that a reader comes to it the next time
QUALIFY min(is_there) OVER (ORDER BY log_offset)
ORDER BY log_offset
