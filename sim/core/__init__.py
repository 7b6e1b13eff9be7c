"""Pure mathematics, arrays in, arrays out: the model, shapes of ranges, points, counts, battles.

Imports `inputs` and below.
"""
