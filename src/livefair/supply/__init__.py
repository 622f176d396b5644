"""Supply: goods in the house and on their way. Stock, reservations, shipments, and what brands offer to hosts."""

from livefair.supply.commissions import commission_of, set_commission
from livefair.supply.shipments import Parcel, Shipment, deliver, ship, shipment_of
from livefair.supply.stock import Level, correct, level, levels, receive, release, reserve, take_back, take_out

__all__ = [
    "Level",
    "Parcel",
    "Shipment",
    "commission_of",
    "correct",
    "deliver",
    "level",
    "levels",
    "receive",
    "release",
    "reserve",
    "set_commission",
    "ship",
    "shipment_of",
    "take_back",
    "take_out",
]
