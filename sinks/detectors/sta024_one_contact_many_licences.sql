-- code: STA024
-- title: One telephone, address or account stands on at most three licences
-- law: KPCS core document, Annex II, recommendations 12 and 14: the record of a licence names its holder and address
--   (from memory); threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: licences
-- window_days: 1
-- minimum_sample: 2
-- most_licences: 3
-- parameter window_days UInt16: length of the day on which the licences hold, which is the day before the look
-- parameter minimum_sample UInt16: silent with fewer different holders than this
-- parameter most_licences UInt16: flagged above this number of licences (proposed)
-- parameter on DateTime64(6, 'UTC'): licences that held on the day before it are looked at
-- column subject String: licences:<phone, address or account>:<what stands there>
-- column got String: how many licences of how many holders share it
-- column expected String: how many may
-- column dated_at DateTime64(6, 'UTC'): first day on which all of them held

-- Several licences of one holder are its own affair, and renewals of one number count once. Only letters and digits
-- tell contacts apart. Registrations with the System of Warranties are no licences.
SELECT
    concat('licences:', what, ':', contact) AS subject,
    concat(
        toString(numbers), ' licences of ', toString(holders), ' holders in ', arrayStringConcat(countries, ', '),
        ' name this ', what, ': ', arrayStringConcat(arraySlice(names, 1, 10), ', '), if(numbers > 10, ' and others', '')
    ) AS got,
    concat('at most ', toString({most_licences:UInt16}), ' licences of different holders (proposed)') AS expected,
    toDateTime64(began, 6, 'UTC') AS dated_at
FROM (
    SELECT
        what, lower(replaceRegexpAll(said, '[^\\p{L}\\p{N}]+', '')) AS contact, uniqExact(licence, country) AS numbers,
        uniqExact(holder) AS holders, arraySort(groupUniqArray(licence)) AS names,
        arraySort(groupUniqArray(country)) AS countries, max(valid_from) AS began
    FROM (
        SELECT
            *, what, said, toDate32(subtractDays({on:DateTime64(6, 'UTC')}, {window_days:UInt16})) AS day
        FROM current_licences
        ARRAY JOIN ['phone', 'address', 'account'] AS what, [phone, address, account] AS said
        WHERE said != '' AND kind != 'warranties' AND valid_from <= day AND valid_until >= day
    )
    GROUP BY what, contact
)
WHERE numbers > {most_licences:UInt16} AND holders >= {minimum_sample:UInt16}
ORDER BY subject
