"""Decisions about what carriers say. Pure."""

from typing import Literal

Code = Literal["collected", "in_transit", "out_for_delivery", "attempted", "delivered"]
CODES: tuple[Code, ...] = ("collected", "in_transit", "out_for_delivery", "attempted", "delivered")
PARCELS_MAX = 50
EVENTS_MAX = 100
PLACE_CHARS_MAX = 80
EARLY_MS = 10 * 60_000
"""A carrier's clock may be ahead of ours by so much."""


def number_of(shipment_id: str) -> str:
    """The local carrier's number of a parcel: the same parcel twice has one."""
    return "FE" + shipment_id.replace("-", "")[-14:].upper()
