-- question: Which lots does a party hold, own or await?
-- parameter party String: the party's id
-- column lot_id String: the lot
-- column custodian String: party that holds it
-- column custodian_since Nullable(DateTime64(6, 'UTC')): since when
-- column in_transit_to String: party it was released to and that has not received it yet
-- column owner String: last stated owner
-- column country String: country it was last known in
-- column carats Nullable(Int64): last stated weight, thousandths of a carat
-- column form String: ROUGH or POLISHED
-- column origins Array(String): countries of mining
SELECT lot_id, custodian, custodian_since, in_transit_to, owner, country, carats, form, origins
FROM lots
WHERE lot_id IN (
        SELECT lot_id FROM lot_events
        WHERE custodian_after = {party:String} OR owner_after = {party:String} OR released_to = {party:String}
    )
    AND (custodian = {party:String} OR owner = {party:String} OR in_transit_to = {party:String})
    AND ended_by IS NULL
ORDER BY lot_id
