"""Shop: from the cart to the kept parcel. Cart, checkout, payments by provider, orders, receipt, refunds.

Money is captured into escrow here, line by line; who shares in it is decided above.
"""

from livefair.shop.addresses import Address, Place, add_address, address_for, addresses_of, remove_address
from livefair.shop.carts import add_to_cart, cart_count, cart_of, set_quantity
from livefair.shop.checkout import check_out, ready_cart
from livefair.shop.events import OrderDelivered, OrderPaid, OrderRefunded
from livefair.shop.fulfilment import confirm_receipt, order_for, ship_order
from livefair.shop.payments import Notification, cancel_payment, my_payment_for, settle_notification
from livefair.shop.refunds import Claim, ask_refund, deny_refund, grant_refund
from livefair.shop.rules import NOWHERE, Source

__all__ = [
    "NOWHERE",
    "Address",
    "Claim",
    "Notification",
    "OrderDelivered",
    "OrderPaid",
    "OrderRefunded",
    "Place",
    "Source",
    "add_address",
    "add_to_cart",
    "address_for",
    "addresses_of",
    "ask_refund",
    "cancel_payment",
    "cart_count",
    "cart_of",
    "check_out",
    "confirm_receipt",
    "deny_refund",
    "grant_refund",
    "my_payment_for",
    "order_for",
    "ready_cart",
    "remove_address",
    "set_quantity",
    "settle_notification",
    "ship_order",
]
