-- question: What happened to a lot, in order, as far as it counts today?
-- parameter lot String: the lot's id
-- column effective_at DateTime64(6, 'UTC'): when it counts; a receipt counts no earlier than its release
-- column occurred_at DateTime64(6, 'UTC'): when it happened, as stated
-- column body_kind String: what happened
-- column role String: line, or input or output of a transformation
-- column event_id UUID: the event
-- column emitter String: party that says so
-- column place_country String: country it happened in
-- column site_id String: site it happened at
-- column custodian_after String: party that holds the lot from here on, where this changes
-- column released_to String: party it was handed over to
-- column owner_after String: party that owns it from here on, where this changes
-- column carats Nullable(Int64): stated weight, thousandths of a carat
-- column stones Nullable(Int32): stated number of stones
-- column value_cents Nullable(Int64): stated value, US cents
-- column certificate_subject String: certificate it moved under
-- column shipment_id String: shipment it was part of
-- column end_reason String: how it ended, where this ends it
-- column first_known_at DateTime64(6, 'UTC'): when this first reached the log
SELECT
    step.effective_at AS effective_at, step.occurred_at AS occurred_at, step.body_kind AS body_kind,
    step.role AS role, step.event_id AS event_id, said.emitter AS emitter, said.country AS place_country,
    step.site_id AS site_id, step.custodian_after AS custodian_after, step.released_to AS released_to,
    step.owner_after AS owner_after, step.carats AS carats, step.stones AS stones, step.value_cents AS value_cents,
    step.certificate_subject AS certificate_subject, step.shipment_id AS shipment_id, step.end_reason AS end_reason,
    step.first_known_at AS first_known_at
FROM (
    SELECT * FROM lot_steps(known = '2299-12-31 00:00:00', on = '2299-12-31 00:00:00') WHERE lot_id = {lot:String}
) AS step
LEFT JOIN (
    SELECT event_id, emitter, country FROM current_events
    WHERE event_id IN (SELECT event_id FROM lot_events WHERE lot_id = {lot:String})
) AS said ON said.event_id = step.event_id
ORDER BY step.place
