"""Indicators of the three stages: drivers lead to behaviours, behaviours to results.

The registry says in data what each means; a measure counts it from facts. Nothing observed is unknown, never 0.
"""

from livefair.value.indicators.readings import Opened, Reading, RowPage, by_day, read_all, read_one, source_rows
from livefair.value.indicators.registry import STAGES, Indicator, Link, indicator_called, registry
from livefair.value.indicators.window import Row

__all__ = [
    "STAGES",
    "Indicator",
    "Link",
    "Opened",
    "Reading",
    "Row",
    "RowPage",
    "by_day",
    "indicator_called",
    "read_all",
    "read_one",
    "registry",
    "source_rows",
]
