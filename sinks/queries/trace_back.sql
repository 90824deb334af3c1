-- question: Which lots was a lot made of, step by step, back to the mines?
-- authority: Regulation (EC) 2368/2002 and the G7 traceability measures ask for the country of mining
-- parameter lot String: the lot's id
-- column depth UInt16: transformations between this lot and the one asked about, on the shortest way
-- column lot_id String: the lot; the one asked about stands at depth 0
-- column made_into Array(String): lots of this answer that it was made into
-- column born_by Nullable(UUID): event that gave birth to it
-- column born_kind String: LotRegistered for a lot that was mined or was opening stock, LotsTransformed for a made one,
--   empty while no birth is known
-- column born_at Nullable(DateTime64(6, 'UTC')): when
-- column born_at_site String: site it was born at; for a registered lot the mine
-- column origins Array(String): countries of mining it was born with
-- column carats Nullable(Int64): last stated weight, thousandths of a carat
-- column custodian String: party that held it last
-- column cut Bool: the walk stopped here, after 40 steps: the lots run in a circle, or the chain is longer

-- Each step sees the lots of the step before it only, so lots in a circle are met again until the limit ends it.
WITH RECURSIVE walk AS (
    SELECT {lot:String} AS lot_id, toUInt16(0) AS depth, '' AS kin
    UNION ALL
    SELECT DISTINCT far.lot_id, toUInt16(step.depth), near.lot_id
    FROM current_lineage AS far
    INNER JOIN (
        SELECT event_id, lot_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM walk)
    ) AS near ON near.event_id = far.event_id
    CROSS JOIN (SELECT max(depth) + 1 AS depth FROM walk) AS step
    WHERE far.role = 'input'
        AND step.depth <= 40
        AND far.event_id IN (
            SELECT event_id FROM current_lot_events WHERE role = 'output' AND lot_id IN (SELECT lot_id FROM walk)
        )
)
SELECT
    found.nearest AS depth, found.lot_id AS lot_id, found.kin AS made_into, state.born_by AS born_by,
    state.born_kind AS born_kind, state.born_at AS born_at, state.born_at_site AS born_at_site, state.origins AS origins,
    state.carats AS carats, state.custodian AS custodian,
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
