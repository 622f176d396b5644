"""Supply: goods in the house and on their way, and what brands and hosts agree on. Stock, shipments, offers, deals."""

from livefair.supply.commissions import commission_of, set_commission
from livefair.supply.in_force import Sale, SaleTerms, agreed_prices, terms_of_sale, use_deal
from livefair.supply.shipments import Parcel, Shipment, deliver, pieces_sent, ship, shipments_of
from livefair.supply.stock import Level, correct, level, levels, receive, release, reserve, take_back, take_out

__all__ = [
    "Level",
    "Parcel",
    "Sale",
    "SaleTerms",
    "Shipment",
    "agreed_prices",
    "commission_of",
    "correct",
    "deliver",
    "level",
    "levels",
    "pieces_sent",
    "receive",
    "release",
    "reserve",
    "set_commission",
    "ship",
    "shipments_of",
    "take_back",
    "take_out",
    "terms_of_sale",
    "use_deal",
]
