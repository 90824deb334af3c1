-- question: What did the register say of a party, a site or another row on a day, as it was known at an instant?
-- parameter table String: table: certificate_rules, certificate_serials, eu_members, licences, listed_parties, participant_status, participants, parties, sanctions, sites, territories or trading_entities
-- parameter key Nullable(String): only the row of this key, such as a party's id
-- parameter on Date32: day that is asked about
-- parameter known Nullable(DateTime64(6, 'UTC')): leave out what reached the log later
-- column key String: key of the row
-- column holds Bool: whether the row holds on that day; if not it is the last one before, which has ended
-- column valid_from Date32: first day; 1900-01-01 = since ever
-- column valid_until Date32: last day; 2299-12-31 = open
-- column row_json String: the row, by column
-- column stated_by String: who stated it; empty where it came with the program or the operator's files
-- column source String: where it is written
-- column recorded_at Nullable(DateTime64(6, 'UTC')): when it was stated
-- column known_at DateTime64(6, 'UTC'): when it reached the log, or these tables
-- column change_id Nullable(UUID): id of the statement, as findings name it that it took back
SELECT key, CAST(stop > {on:Date32}, 'Bool') AS holds, valid_from,
    if(stop = toDate32('2299-12-31'), stop, subtractDays(stop, 1)) AS valid_until, row_json, stated_by, source, recorded_at,
    known_at, change_id
FROM (
    SELECT * FROM (
        SELECT key, valid_from, valid_until AS stop, false AS withdrawn, row_json, '' AS stated_by, source,
            CAST(NULL, 'Nullable(DateTime64(6, \'UTC\'))') AS recorded_at, '' AS digest, known_at,
            CAST(NULL, 'Nullable(UUID)') AS change_id
        FROM reference_base FINAL
        WHERE table_name = {table:String}
            AND known_at = (
                SELECT max(known_at) FROM reference_base
                WHERE known_at <= coalesce({known:Nullable(DateTime64(6, 'UTC'))}, toDateTime64('2299-12-31 00:00:00', 6, 'UTC'))
            )
        UNION ALL
        SELECT key, valid_from, valid_until AS stop, withdrawn, row_json, stated_by, source,
            toNullable(recorded_at) AS recorded_at, digest, known_at, toNullable(change_id) AS change_id
        FROM (
            SELECT * FROM reference_events FINAL
            WHERE table_name = {table:String}
                AND known_at <= coalesce({known:Nullable(DateTime64(6, 'UTC'))}, toDateTime64('2299-12-31 00:00:00', 6, 'UTC'))
            ORDER BY change_id, known_at
            LIMIT 1 BY change_id
        )
    )
    WHERE {key:Nullable(String)} IS NULL OR key = {key:Nullable(String)}
    ORDER BY key, valid_from, recorded_at DESC NULLS LAST, digest DESC
    LIMIT 1 BY key, valid_from
)
WHERE NOT withdrawn AND valid_from <= {on:Date32}
ORDER BY key, valid_from DESC
LIMIT 1 BY key
