"""The model's laws as executable properties, run by `attrition selftest`, by the tests and shown on the Method page.

Imports `study` and below.
"""
