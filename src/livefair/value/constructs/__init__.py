"""The construct registry: what the model of the fair is about, what measures each part, what is promised whom."""

from livefair.value.constructs.registry import (
    Construct,
    Measured,
    Promised,
    Proposition,
    construct_of,
    constructs,
    measured,
    promised,
)

__all__ = [
    "Construct",
    "Measured",
    "Promised",
    "Proposition",
    "construct_of",
    "constructs",
    "measured",
    "promised",
]
