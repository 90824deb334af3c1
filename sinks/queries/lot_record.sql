-- question: Everything ever recorded about a lot, what was taken back included: what came in, when, and does it count?
-- parameter lot String: the lot's id
-- column first_position UInt64: place in the log where this content first stood
-- column first_known_at DateTime64(6, 'UTC'): when it first reached the log
-- column first_recorded_at DateTime64(6, 'UTC'): when the emitter first wrote it down
-- column occurred_at DateTime64(6, 'UTC'): when it happened, as stated
-- column body_kind String: what happened
-- column role String: line, or input or output of a transformation
-- column event_id UUID: the event
-- column digest String: SHA-256 of the content
-- column declared_in_error Bool: a declaration took it back
-- column counts Bool: it is what counts for this event today
SELECT
    first_position, first_known_at, first_recorded_at, occurred_at, body_kind, role, event_id, digest,
    declared_in_error,
    CAST((event_id, role, digest) IN (
        SELECT event_id, role, digest FROM current_lot_events WHERE lot_id = {lot:String}
    ) AS Bool) AS counts
FROM (
    SELECT
        event_id, role, digest, any(body_kind) AS body_kind, any(occurred_at) AS occurred_at,
        min(position) AS first_position, min(known_at) AS first_known_at, min(recorded_at) AS first_recorded_at,
        max(is_declaration) AS declared_in_error
    FROM lot_events
    WHERE lot_id = {lot:String}
    GROUP BY event_id, role, digest
)
ORDER BY first_position, event_id, role
