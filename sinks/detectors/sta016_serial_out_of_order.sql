-- code: STA016
-- title: The serials of an issuer's certificates grow with the day of issue
-- law: KPCS core document, Annex I A(4): unique number [eu_a1]; certificate 4306 of Sierra Leone came from a range used the
--   year before [be15]; thresholds proposed [project]
-- severity: BREACH
-- version: 1
-- subject: certificate
-- window_days: 180
-- minimum_sample: 8
-- lag_days: 90
-- ahead_days: 20
-- order_per_mille: 900
-- parameter window_days UInt16: days before the issue that make the issuer's history
-- parameter minimum_sample UInt16: silent with fewer days of issue than this before the lag, or in what follows
-- parameter lag_days UInt16: a serial is old when it was passed so many days before (proposed)
-- parameter ahead_days UInt16: a serial is early when the issuer would take so many more days to come to it (proposed)
-- parameter order_per_mille UInt16: silent for an issuer whose serials grow on a smaller share of its days (proposed)
-- column subject String: certificate:<issuer>:<number>
-- column got String: the serial and the day of issue
-- column expected String: what the issuer's other certificates leave room for
-- column dated_at DateTime64(6, 'UTC'): day of issue
-- column evidence Array(UUID): the first event that states the certificate

-- A certificate counts with what its issue states or, where no issue is known, with what was presented at import. Serials
-- are whole numbers, without the issuer's letters, and a number with other characters is left out. A few odd days shift
-- nothing: a serial is old when it is below the median of the days that lie so far back, and early by what the middle one of
-- the last five days lets expect, with the growth since then. An issuer whose serials fall back from one day to the next
-- more often than now and then has several series, and is left alone. Days since the last certificate count as growth, for
-- not all of them are seen.
WITH stated AS (
    SELECT
        certificate_subject,
        any(issuer) AS issued_by,
        toUInt64OrNull(splitByChar(':', certificate_subject)[3]) AS serial,
        argMin(day, (presented, occurred_at, event_id)) AS on_day,
        argMin(event_id, (presented, occurred_at, event_id)) AS event
    FROM (
        SELECT certificate_subject, issuer, event_id, occurred_at, 0 AS presented, assumeNotNull(issued_on) AS day
        FROM current_certificate_events
        WHERE body_kind = 'CertificateIssued' AND issued_on IS NOT NULL
        UNION ALL
        SELECT certificate_subject, issuer, event_id, occurred_at, 1 AS presented, assumeNotNull(shown) AS day
        FROM current_certificate_events
        INNER JOIN (
            SELECT DISTINCT
                event_id, digest,
                toDate32OrNull(JSONExtractString(body_json, 'body', 'presented', 'issued_on')) AS shown
            FROM events
            WHERE body_kind = 'ShipmentImported'
        ) AS papers USING (event_id, digest)
        WHERE body_kind = 'ShipmentImported' AND shown IS NOT NULL
    )
    GROUP BY certificate_subject
    HAVING serial IS NOT NULL
),
days AS (
    SELECT issued_by, on_day, assumeNotNull(max(serial)) AS top
    FROM stated
    GROUP BY issued_by, on_day
),
history AS (
    SELECT
        judged.issued_by AS issued_by, judged.on_day AS on_day,
        arraySort(groupArray((toRelativeDayNum(earlier.on_day), earlier.top))) AS by_day,
        1 - arrayCount(step -> step < 0, arrayDifference(by_day.2)) / count() AS ordered,
        arraySlice(by_day, -5) AS last_five,
        arraySort(last_five.2)[3] AS latest,
        toRelativeDayNum(judged.on_day) - last_five.1[3] AS since,
        arrayFilter(pair -> pair.1 <= toRelativeDayNum(judged.on_day) - {lag_days:UInt16}, by_day) AS old,
        intDiv(length(old) + 1, 2) AS half,
        arraySort(old.2)[half] AS passed,
        (latest - passed) / greatest(last_five.1[3] - old.1[half], 1) AS daily
    FROM days AS judged
    INNER JOIN days AS earlier ON earlier.issued_by = judged.issued_by
    WHERE earlier.on_day < judged.on_day AND earlier.on_day >= subtractDays(judged.on_day, {window_days:UInt16})
    GROUP BY issued_by, on_day
    HAVING length(old) >= {minimum_sample:UInt16} AND length(by_day) >= 2 * {minimum_sample:UInt16}
        AND ordered * 1000 >= {order_per_mille:UInt16}
)
SELECT
    certificate_subject AS subject,
    concat('serial ', toString(serial), ', issued on ', toString(on_day)) AS got,
    if(
        serial > latest,
        concat(
            'at most ', toString(toUInt64(most)), ': ', issued_by, ' had come to ', toString(latest), ' some days before, with ', toString(round(daily, 1)), ' a day, and ',
            toString({ahead_days:UInt16}), ' days (proposed) ahead'
        ),
        concat(
            'at least ', toString(passed), ', which ', issued_by, ' had come to ', toString({lag_days:UInt16}),
            ' days (proposed) before, or earlier'
        )
    ) AS expected,
    toDateTime64(on_day, 6, 'UTC') AS dated_at,
    [event] AS evidence
FROM (
    SELECT *, latest + (since + {ahead_days:UInt16}) * greatest(daily, 1) AS most
    FROM stated
    INNER JOIN history USING (issued_by, on_day)
)
WHERE serial > most OR serial < passed
ORDER BY subject
