-- question: How often does each rule find something, and how much of it still stands?
-- column rule String: rule code
-- column title String: what the rule demands
-- column severity String: gravest severity among its findings
-- column open UInt64: findings that stand
-- column blocking UInt64: findings that stand and hold goods
-- column retracted UInt64: findings that were taken back
-- column first_dated_at DateTime64(6, 'UTC'): instant the earliest finding is about
-- column last_dated_at DateTime64(6, 'UTC'): instant the latest finding is about
SELECT
    rule,
    toString(argMax(title, rule_version)) AS title,
    toString(argMax(severity, indexOf(['NOTICE', 'BREACH', 'BROKEN'], severity))) AS severity,
    countIf(status = 'RAISED') AS open,
    countIf(status = 'RAISED' AND blocking) AS blocking,
    countIf(status = 'RETRACTED') AS retracted,
    min(dated_at) AS first_dated_at,
    max(dated_at) AS last_dated_at
FROM (SELECT * FROM findings FINAL) AS finding
GROUP BY rule
ORDER BY rule
