-- question: Which inputs were not accepted, and why?
-- parameter source Nullable(String): only this file or topic
-- parameter reason Nullable(String): only this reason
-- column received_at DateTime64(6, 'UTC'): when it reached us
-- column source String: file or topic
-- column position String: line, byte offset or record number
-- column reason String: stable code of the reason
-- column message String: what was expected, what came, what to do
-- column size Int64: size in bytes
-- column payload_base64 String: the input, cut at the limit
-- column quarantine_id UUID: id of the refusal
SELECT
    received_at, source, position, reason, message, size,
    base64Encode(payload) AS payload_base64, quarantine_id
FROM quarantine FINAL
WHERE ({source:Nullable(String)} IS NULL OR source = {source:Nullable(String)})
    AND ({reason:Nullable(String)} IS NULL OR reason = {reason:Nullable(String)})
ORDER BY received_at, source, position, quarantine_id
