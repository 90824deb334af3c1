"""What scenarios are put together from: consignments, papers, letters, boxes, sales, bans, figures, scales, diggers.

Every function here tells honest trade or one simple wrong; which of them a scenario takes, how often and when is said
in ``producers.simulator.scenarios``.
"""
