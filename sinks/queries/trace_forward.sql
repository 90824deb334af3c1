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
-- column cut Bool: the walk stopped here, after 100 steps: the lots run in a circle, or the chain is longer
WITH RECURSIVE walk AS (
    SELECT {lot:String} AS lot_id, toUInt16(0) AS depth
    UNION ALL
    SELECT DISTINCT output.lot_id, toUInt16(step.depth)
    FROM current_lineage AS output
    CROSS JOIN (SELECT max(depth) + 1 AS depth FROM walk) AS step
    WHERE output.role = 'output'
        AND step.depth <= 100
        AND output.event_id IN (
            SELECT event_id FROM current_lot_events WHERE role = 'input' AND lot_id IN (SELECT lot_id FROM walk)
        )
),
-- the walk is done once: a scalar is computed once, where each mention of a CTE computes it again
(
    SELECT groupArray((lot_id, nearest, farthest))
    FROM (SELECT lot_id, min(depth) AS nearest, max(depth) AS farthest FROM walk GROUP BY lot_id)
) AS reached,
found AS (
    SELECT tupleElement(one, 1) AS lot_id, tupleElement(one, 2) AS depth, CAST(tupleElement(one, 3) = 100 AS Bool) AS cut
    FROM (SELECT arrayJoin(reached) AS one)
),
ways AS (
    SELECT output.lot_id AS lot_id, arraySort(groupUniqArray(input.lot_id)) AS made_of
    FROM (
        SELECT lot_id, event_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM found)
    ) AS output
    INNER JOIN (
        SELECT lot_id, event_id FROM current_lot_events WHERE role = 'input' AND lot_id IN (SELECT lot_id FROM found)
    ) AS input ON input.event_id = output.event_id
    GROUP BY output.lot_id
)
SELECT
    found.depth AS depth, found.lot_id AS lot_id, ways.made_of AS made_of, state.custodian AS custodian,
    state.in_transit_to AS in_transit_to, state.owner AS owner, state.country AS country, state.carats AS carats,
    state.ended_by AS ended_by, state.ended_at AS ended_at, state.end_reason AS end_reason, found.cut AS cut
FROM found
LEFT JOIN ways ON ways.lot_id = found.lot_id
INNER JOIN (SELECT * FROM lots WHERE lot_id IN (SELECT lot_id FROM found)) AS state ON state.lot_id = found.lot_id
ORDER BY depth, lot_id
