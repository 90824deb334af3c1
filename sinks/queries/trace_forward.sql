-- question: What became of a lot: which lots was it made into, step by step, and where are they now?
-- parameter lot String: the lot's id
-- column depth UInt16: transformations between the lot asked about and this one, on the shortest way
-- column lot_id String: the lot; the one asked about stands at depth 0
-- column made_of Array(String): lots of this answer that it was made of
-- column custodian String: party that held it last
-- column in_transit_to String: party it was released to and that has not received it yet
-- column owner String: last stated owner
-- column country String: country it was last known in
-- column carats Nullable(Int64): last stated weight, thousandths of a carat
-- column ended_by Nullable(UUID): event that ended it; without one it is still in the trade
-- column ended_at Nullable(DateTime64(6, 'UTC')): when it ended
-- column end_reason String: process that consumed it, or why it was retired
-- column cut Bool: the walk stopped here, after 40 steps: the lots run in a circle, or the chain is longer

-- Each step sees the lots of the step before it only, so lots in a circle are met again until the limit ends it.
WITH RECURSIVE walk AS (
    SELECT {lot:String} AS lot_id, toUInt16(0) AS depth, '' AS kin
    UNION ALL
    SELECT DISTINCT far.lot_id, toUInt16(step.depth), near.lot_id
    FROM current_lineage AS far
    INNER JOIN (
        SELECT event_id, lot_id FROM current_lot_events WHERE role = 'input' AND lot_id IN (SELECT lot_id FROM walk)
    ) AS near ON near.event_id = far.event_id
    CROSS JOIN (SELECT max(depth) + 1 AS depth FROM walk) AS step
    WHERE far.role = 'output'
        AND step.depth <= 40
        AND far.event_id IN (
            SELECT event_id FROM current_lot_events WHERE role = 'input' AND lot_id IN (SELECT lot_id FROM walk)
        )
)
SELECT
    found.nearest AS depth, found.lot_id AS lot_id, found.kin AS made_of, state.custodian AS custodian,
    state.in_transit_to AS in_transit_to, state.owner AS owner, state.country AS country, state.carats AS carats,
    state.ended_by AS ended_by, state.ended_at AS ended_at, state.end_reason AS end_reason,
    CAST(found.farthest = 40 AS Bool) AS cut
FROM (
    SELECT
        lot_id, min(depth) AS nearest, max(depth) AS farthest,
        arraySort(groupUniqArrayIf(walk.kin, walk.kin != '')) AS kin
    FROM walk
    GROUP BY lot_id
) AS found
INNER JOIN (SELECT * FROM lots WHERE lot_id IN (SELECT lot_id FROM walk)) AS state ON state.lot_id = found.lot_id
ORDER BY depth, lot_id
