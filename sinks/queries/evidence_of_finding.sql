-- question: Which events prove a finding?
-- parameter finding UUID: id of the finding
-- column occurred_at DateTime64(6, 'UTC'): when the event happened, as stated
-- column body_kind String: what happened
-- column country String: where
-- column emitter String: party that says so
-- column event_id UUID: the event
-- column counts Bool: it stands; false once all its contents were declared in error
SELECT
    any(occurred_at) AS occurred_at, any(body_kind) AS body_kind, any(country) AS country, any(emitter) AS emitter,
    event_id,
    CAST(event_id IN (SELECT event_id FROM current_events) AS Bool) AS counts
FROM events
WHERE event_id IN (SELECT arrayJoin(evidence) FROM findings FINAL WHERE finding_id = {finding:UUID})
GROUP BY event_id
ORDER BY occurred_at, event_id
