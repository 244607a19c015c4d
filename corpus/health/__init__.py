"""Coverage health: what a crawl got of every outlet, week by week, and where that stopped being plausible.

Read in this order: weeks (the figures of each outlet and week), breaks (weeks that fall out of the outlet's pattern).
"""
