"""What is concluded: distribution, verdict, flips, ladder, the answer; series, forecasts and their scores.

Imports `core` and below.
"""
