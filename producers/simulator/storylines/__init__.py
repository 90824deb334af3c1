"""What plays are put together from: consignments, falsified records, published figures, bans, scales, diggers.

Every function here tells honest trade or one simple wrong; which of them a play takes, how often and when is said in
``producers.simulator.scenarios``.
"""
