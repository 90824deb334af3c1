-- code: STA018
-- title: What a party receives in a month is not lighter than what was released to it
-- law: no law sets a figure: small losses always at one place are a pattern of theft; thresholds proposed [project]
-- severity: BREACH
-- version: 1
-- subject: party
-- window_months: 1
-- minimum_sample: 30
-- loss_per_mille: 1
-- loss_thousandths: 5000
-- deviations: 4
-- parameter window_months UInt16: length of a month
-- parameter minimum_sample UInt16: silent with fewer received lots than this
-- parameter loss_per_mille UInt16: flagged above this share of the weight (proposed)
-- parameter loss_thousandths UInt16: or above this weight, in thousandths of a carat (proposed)
-- parameter deviations UInt16: and only so many standard deviations above what scales that err to both sides give (proposed)
-- parameter on DateTime64(6, 'UTC'): months that are over by then are judged
-- column subject String: party:<the party that received>:<month>
-- column got String: carats released to the party and missing at the receipt
-- column expected String: the loss that is left alone
-- column dated_at DateTime64(6, 'UTC'): end of the month

-- The loss is the net of all handovers, so what one lot gains makes up for another. A large house loses a few carats of
-- very many by the error of its scales alone: errors to both sides, of the sizes that were seen, have the root of the sum
-- of their squares as standard deviation. One lot that lost much is a matter of the rule CUS008 and not of this.
WITH handovers AS (
    SELECT
        argMinIf(custodian_after, (occurred_at, event_id), body_kind = 'CustodyReceived') AS party,
        minIf(occurred_at, body_kind = 'CustodyReceived') AS received_at,
        argMinIf(ifNull(carats, 0), (occurred_at, event_id), body_kind = 'CustodyReleased') AS before,
        argMinIf(ifNull(carats, 0), (occurred_at, event_id), body_kind = 'CustodyReceived') AS after
    FROM current_lot_events
    WHERE body_kind IN ('CustodyReleased', 'CustodyReceived')
    GROUP BY lot_id, handover_id
    HAVING before > 0 AND after > 0
),
months AS (
    SELECT
        party, toStartOfMonth(received_at) AS month, addMonths(month, {window_months:UInt16}) AS until,
        count() AS sample, sum(handovers.before) AS weight, sum(handovers.before - handovers.after) AS loss,
        sqrt(sum(pow(handovers.before - handovers.after, 2))) AS deviation
    FROM handovers
    GROUP BY party, month
)
SELECT
    concat('party:', party, ':', substring(toString(month), 1, 7)) AS subject,
    concat(
        toString(intDiv(loss, 1000)), '.', leftPad(toString(loss % 1000), 3, '0'), ' ct missing of ',
        toString(intDiv(weight, 1000)), ' ct released to it in ', toString(sample), ' lots, ',
        toString(round(loss / deviation, 1)), ' standard deviations'
    ) AS got,
    concat(
        'at most ', toString({loss_per_mille:UInt16} / 10), '% and ', toString({loss_thousandths:UInt16} / 1000),
        ' ct, or ', toString({deviations:UInt16}), ' standard deviations of scales that err to both sides (proposed)'
    ) AS expected,
    toDateTime64(until, 6, 'UTC') AS dated_at
FROM months
WHERE sample >= {minimum_sample:UInt16}
    AND (loss * 1000 > weight * {loss_per_mille:UInt16} OR loss > {loss_thousandths:UInt16})
    AND loss > {deviations:UInt16} * deviation
    AND toDateTime64(until, 6, 'UTC') <= {on:DateTime64(6, 'UTC')}
ORDER BY subject
