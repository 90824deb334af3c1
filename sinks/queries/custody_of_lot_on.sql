-- question: Who held a lot at an instant, as far as was known at another instant?
-- parameter lot String: the lot's id
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- parameter known Nullable(DateTime64(6, 'UTC')): leave out what reached the log later; all that is known if not given
-- column lot_id String: the lot
-- column custodian String: party that held it; empty if nobody is known to have held it
-- column custodian_since Nullable(DateTime64(6, 'UTC')): since when
-- column custodian_by Nullable(UUID): event that proves it
-- column in_transit_to String: party it had been released to and that had not received it yet
-- column country String: country it was last known in
-- column carats Nullable(Int64): last stated weight, thousandths of a carat
-- column ended_at Nullable(DateTime64(6, 'UTC')): when it ended, if it had
SELECT lot_id, custodian, custodian_since, custodian_by, in_transit_to, country, carats, ended_at
FROM lot_states(
    known = ifNull({known:Nullable(DateTime64(6, 'UTC'))}, toDateTime64('2299-12-31 00:00:00', 6, 'UTC')),
    on = {on:DateTime64(6, 'UTC')}
)
WHERE lot_id = {lot:String}
