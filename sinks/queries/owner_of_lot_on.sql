-- question: Who owned a lot at an instant, as far as was known at another instant?
-- authority: WDC System of Warranties
-- parameter lot String: the lot's id
-- parameter on DateTime64(6, 'UTC'): the instant asked about
-- parameter known Nullable(DateTime64(6, 'UTC')): leave out what reached the log later; all that is known if not given
-- column lot_id String: the lot
-- column owner String: party that owned it; empty where no event of the lot names an owner
-- column owner_since Nullable(DateTime64(6, 'UTC')): since when
-- column owner_by Nullable(UUID): event that proves it
SELECT lot_id, owner, owner_since, owner_by
FROM lot_states(
    known = ifNull({known:Nullable(DateTime64(6, 'UTC'))}, toDateTime64('2299-12-31 00:00:00', 6, 'UTC')),
    on = {on:DateTime64(6, 'UTC')}
)
WHERE lot_id = {lot:String}
