-- code: STA012
-- title: Where lots are received, scales err to both sides
-- law: no law sets a figure: small losses always at one place are a pattern of theft; threshold proposed [project]
-- severity: BREACH
-- version: 1
-- subject: party
-- window_months: 12
-- minimum_sample: 30
-- chance_per_mille: 10
-- parameter window_months UInt16: months of receipts that are looked at together
-- parameter minimum_sample UInt16: silent with fewer lots whose weight changed than this
-- parameter chance_per_mille UInt16: flagged when chance alone is less likely than this (proposed)
-- parameter on DateTime64(6, 'UTC'): quarters that are over by then are judged
-- column subject String: party:<the party that received>
-- column got String: how often weight was lost and gained, and how likely that is by chance
-- column expected String: how likely chance must be
-- column dated_at DateTime64(6, 'UTC'): end of the months looked at

-- A sign test: of n lots that weighed another figure at the receipt than at the release, honest scales find half
-- heavier. The likelihood of at least k losses is the upper tail of the binomial distribution with p = 1/2, added up from
-- sum C(n, i) / 2^n for i = k to n, with the binomial coefficients by way of lgamma. Since many parties are looked at,
-- and each at the end of every quarter, the likelihood counts times the number of looks (Bonferroni).
WITH handovers AS (
    SELECT
        argMinIf(custodian_after, (occurred_at, event_id), body_kind = 'CustodyReceived') AS party,
        minIf(occurred_at, body_kind = 'CustodyReceived') AS received_at,
        argMinIf(ifNull(carats, 0), (occurred_at, event_id), body_kind = 'CustodyReleased') AS before,
        argMinIf(ifNull(carats, 0), (occurred_at, event_id), body_kind = 'CustodyReceived') AS after
    FROM current_lot_events
    WHERE body_kind IN ('CustodyReleased', 'CustodyReceived')
    GROUP BY lot_id, handover_id
    HAVING before > 0 AND after > 0 AND before != after
),
quarters AS (
    SELECT
        party, toStartOfQuarter(received_at) AS quarter, count() AS changed, countIf(after < before) AS lost,
        sum(before - after) AS carats
    FROM handovers
    GROUP BY party, quarter
),
years AS (
    SELECT
        last.party AS party, addMonths(last.quarter, 3) AS until,
        sum(each.changed) AS n, sum(each.lost) AS k, sum(each.carats) AS net
    FROM quarters AS last
    INNER JOIN quarters AS each ON each.party = last.party
    WHERE each.quarter <= last.quarter AND each.quarter > subtractMonths(last.quarter, {window_months:UInt16})
        AND toDateTime64(addMonths(last.quarter, 3), 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
    GROUP BY party, until
    HAVING n >= {minimum_sample:UInt16}
),
looks AS (
    SELECT
        *,
        count() OVER () AS looks,
        arraySum(
            arrayMap(
                i -> exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) - n * log(2)),
                range(if(k * 2 > n, k, n + 1), n + 1)
            )
        ) AS chance
    FROM years
)
SELECT
    concat('party:', party) AS subject,
    concat(
        toString(k), ' of ', toString(n), ' lots lost weight on the way here, and ', toString(n - k), ' gained, in ',
        toString({window_months:UInt16}), ' months. By chance that happens once in ',
        toString(toUInt64(least(1 / chance, 1000000000))), ' times'
    ) AS got,
    concat(
        'an outcome that chance has once in ', toString(intDiv(1000 * looks, {chance_per_mille:UInt16})),
        ' times: ', toString(intDiv(1000, {chance_per_mille:UInt16})), ' (proposed) for each of ', toString(looks), ' looks'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM looks
WHERE k * 2 > n AND chance * looks * 1000 < {chance_per_mille:UInt16}
ORDER BY party, chance, until
LIMIT 1 BY party
