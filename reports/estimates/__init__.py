"""Shares that rest on a machine, corrected by what people said of a random sample of the same articles.

The way of the data: ``audit`` (labels resolved, one row a labelled story), ``weights`` (what a labelled story stands
for, and how far a weighted mean can be trusted), ``ppi`` (the estimate), ``intervals``, ``bootstrap`` (stories and
outlets that come in clusters), ``heterogeneity`` (may outlets share one correction?), ``cells`` (outlet by period),
``shares`` (the indicators of a study). ``baselines`` holds what the estimate is compared with.
"""
