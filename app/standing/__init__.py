"""Analyses of the whole graph whose results stay in it, and are refreshed from what changed.

A standing analysis says what it reads, how results follow from that, what is stored of a party and which parties a change
touches (`analysis.StandingAnalysis`). `refresh.refresh` does the rest for each of them alike.
"""
