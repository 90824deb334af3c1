-- question: Which emitters have gaps in their count of events now?
-- parameter emitter Nullable(String): only this party
-- column emitter String: party whose numbers are not all here
-- column gaps UInt64: gaps that are told, the lowest hundred at most
-- column overdue UInt64: those whose time of grace is over
-- column since DateTime64(6, 'UTC'): instant the earliest gap is dated
-- column missing Array(String): which numbers are missing, the earliest dated first
-- column events_after Array(UUID): the first event after each gap
SELECT
    replaceOne(subject, 'emitter:', '') AS emitter,
    count() AS gaps,
    countIf(severity = 'BREACH') AS overdue,
    min(dated_at) AS since,
    arrayMap(gap -> gap.3, arraySort(groupArray((dated_at, event_id, got)))) AS missing,
    arrayMap(gap -> gap.2, arraySort(groupArray((dated_at, event_id, got)))) AS events_after
FROM (SELECT * FROM findings FINAL WHERE status = 'RAISED' AND rule = 'COM001') AS gap
WHERE {emitter:Nullable(String)} IS NULL OR subject = concat('emitter:', {emitter:Nullable(String)})
GROUP BY subject
ORDER BY overdue DESC, gaps DESC, emitter
