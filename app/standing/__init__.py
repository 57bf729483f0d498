"""Standing analyses: analyses of the whole graph whose results are stored in it and refreshed from what changed.

A standing analysis defines what it reads, how results follow from that, what is stored of a party and which parties a
change affects (`analysis.StandingAnalysis`). `refresh.refresh` does the rest in the same way for each.
"""
