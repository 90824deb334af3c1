-- Lots at borders: a line for each lot that an export or import names, beside what the shipment says of itself. The
-- content of a lot's event that counts is the one that `current_lot_events` takes. Carats are thousandths of a carat.
CREATE OR REPLACE VIEW current_shipment_lines AS
SELECT
    event_id, lot_id, body_kind, occurred_at, certificate_subject, shipment_id,
    said.exporter AS exporter, said.importer AS importer, said.from_country AS from_country,
    said.to_country AS to_country,
    carats, stones, form, hs_code, origins, species, value_cents
FROM current_lot_events AS line
INNER JOIN (
    SELECT DISTINCT
        event_id, digest,
        JSONExtractString(body_json, 'body', 'exporter') AS exporter,
        JSONExtractString(body_json, 'body', 'importer') AS importer,
        JSONExtractString(body_json, 'body', 'from_country') AS from_country,
        JSONExtractString(body_json, 'body', 'to_country') AS to_country
    FROM events
    WHERE body_kind IN ('ShipmentExported', 'ShipmentImported')
) AS said USING (event_id, digest)
WHERE line.body_kind IN ('ShipmentExported', 'ShipmentImported');
