-- question: Which lots was a lot made of, step by step, back to the mines?
-- authority: Regulation (EC) 2368/2002 and the G7 traceability measures ask for the country of mining
-- parameter lot String: the lot's id
-- column depth UInt16: transformations between this lot and the one asked about, on the shortest way
-- column lot_id String: the lot; the one asked about stands at depth 0
-- column made_into Array(String): lots of this answer that it was made into
-- column born_kind String: LotRegistered for a lot that was mined or was opening stock, LotsTransformed for a made one,
--   empty while no birth is known
-- column born_by Nullable(UUID): event that gave birth to it
-- column born_at Nullable(DateTime64(6, 'UTC')): when
-- column born_at_site String: site it was born at; for a registered lot the mine
-- column origins Array(String): countries of mining it was born with
-- column carats Nullable(Int64): last stated weight, thousandths of a carat
-- column custodian String: party that held it last
-- column cut Bool: the walk stopped here, after 100 steps: the lots run in a circle, or the chain is longer
WITH RECURSIVE walk AS (
    SELECT {lot:String} AS lot_id, toUInt16(0) AS depth
    UNION ALL
    SELECT DISTINCT input.lot_id, toUInt16(step.depth)
    FROM current_lineage AS input
    CROSS JOIN (SELECT max(depth) + 1 AS depth FROM walk) AS step
    WHERE input.role = 'input'
        AND step.depth <= 100
        AND input.event_id IN (
            SELECT event_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM walk)
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
    SELECT input.lot_id AS lot_id, arraySort(groupUniqArray(output.lot_id)) AS made_into
    FROM (
        SELECT lot_id, event_id FROM current_lot_events WHERE role = 'input' AND lot_id IN (SELECT lot_id FROM found)
    ) AS input
    INNER JOIN (
        SELECT lot_id, event_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM found)
    ) AS output ON output.event_id = input.event_id
    GROUP BY input.lot_id
)
SELECT
    found.depth AS depth, found.lot_id AS lot_id, ways.made_into AS made_into, state.born_kind AS born_kind,
    state.born_by AS born_by, state.born_at AS born_at, state.born_at_site AS born_at_site, state.origins AS origins,
    state.carats AS carats, state.custodian AS custodian, found.cut AS cut
FROM found
LEFT JOIN ways ON ways.lot_id = found.lot_id
INNER JOIN (SELECT * FROM lots WHERE lot_id IN (SELECT lot_id FROM found)) AS state ON state.lot_id = found.lot_id
ORDER BY depth, lot_id
