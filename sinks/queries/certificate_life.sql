-- question: What happened to a certificate, in order: issue, amendments, shipments, confirmations, cancellation?
-- authority: Kimberley Process core document, sections II and III
-- parameter certificate String: the certificate as a subject, such as certificate:ZA:0123456
-- column occurred_at DateTime64(6, 'UTC'): when it happened
-- column body_kind String: what happened
-- column event_id UUID: the event
-- column issuer String: participant that issued it
-- column number String: number as printed
-- column authority String: authority that acts
-- column issued_on Nullable(Date32): day of issue, where the content is stated
-- column expires_on Nullable(Date32): last day of validity, where the content is stated
-- column exporter String: exporter
-- column importer String: importer
-- column origins Array(String): countries of mining, where the content is stated
-- column parcels Nullable(Int32): number of parcels
-- column carats Nullable(Int64): weight, thousandths of a carat
-- column value_cents Nullable(Int64): value, US cents
-- column shipment_id String: shipment, where goods move
-- column from_country String: country they left
-- column to_country String: country they entered
-- column received_on Nullable(Date32): day of receipt that is confirmed
-- column reason String: why it was amended or cancelled
-- column first_known_at DateTime64(6, 'UTC'): when this first reached the log
SELECT
    occurred_at, body_kind, event_id, issuer, number, authority, issued_on, expires_on, exporter, importer, origins,
    parcels, carats, value_cents, shipment_id, from_country, to_country, received_on, reason, first_known_at
FROM current_certificate_events
WHERE certificate_subject = {certificate:String}
ORDER BY occurred_at, body_rank, toString(event_id)
