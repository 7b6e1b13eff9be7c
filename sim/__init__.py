"""Attrition What-If: how many days of losses does a reinforcement cover?"""

__version__ = "0.1.0"
