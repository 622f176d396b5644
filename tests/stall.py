"""A brand's stall with one product, and buyers with a full cart: the ground on which shop tests stand."""

from collections.abc import Callable
from typing import NamedTuple

from livefair.catalog import Words, add_sku, create_product
from livefair.kernel import SYSTEM, Actor, Database, Money
from livefair.people import actor_of, found_organisation
from livefair.shop import (
    NOWHERE,
    Notification,
    Place,
    Source,
    add_address,
    add_to_cart,
    check_out,
    confirm_receipt,
    ready_cart,
    settle_notification,
    ship_order,
)
from livefair.shop.payments import orders_of_payment, payment_for
from livefair.supply import receive

PLACE = Place("林小满", "13800000000", "浙江", "杭州", "文三路 1 号", "310000")


class Stall(NamedTuple):
    db: Database
    brand: Actor
    product_id: str
    sku_id: str


def set_up(
    db: Database, join: Callable[..., Actor], *, name: str = "brand", pieces: int = 10, price_minor: int = 9900
) -> Stall:
    founder = join(name)
    db.write_now(found_organisation, founder, kind="brand", name=f"House of {name}")
    brand = db.read_now(actor_of, founder.id)
    product_id = db.write_now(create_product, brand, Words("杯子", "Mug", category="kitchen"))
    price = Money(price_minor)
    sku_id = db.write_now(add_sku, brand, product_id, name_zh="蓝", name_en="Blue", price=price)
    if pieces:
        db.write_now(receive, brand, sku_id, quantity=pieces, key="first")
    return Stall(db, brand, product_id, sku_id)


def put_in_cart(stall: Stall, buyer: Actor, *, quantity: int = 1, source: Source = NOWHERE) -> None:
    stall.db.write_now(add_to_cart, buyer, stall.sku_id, quantity=quantity, source=source)


def check_out_cart(db: Database, buyer: Actor, *, key: str = "k", expected_minor: int | None = None) -> str:
    """Returns the payment's id."""
    address_id = db.write_now(add_address, buyer, PLACE)
    if expected_minor is None:
        expected_minor = sum(line.amount_minor for line in db.read_now(ready_cart, buyer))
    return db.write_now(
        check_out, buyer, address_id=address_id, expected_minor=expected_minor, provider="local", key=key
    )


def notify(db: Database, payment_id: str, outcome: str = "succeeded") -> str:
    payment = db.read_now(payment_for, payment_id)
    word = Notification(payment_id, outcome, payment.amount_minor, payment.currency)
    return db.write_now(settle_notification, SYSTEM, word)


def buy(stall: Stall, buyer: Actor, *, quantity: int = 1, source: Source = NOWHERE, key: str = "k") -> str:
    """Returns the id of the paid order."""
    put_in_cart(stall, buyer, quantity=quantity, source=source)
    payment_id = check_out_cart(stall.db, buyer, key=key)
    notify(stall.db, payment_id)
    return stall.db.read_now(orders_of_payment, payment_id)[0]


def keep(stall: Stall, buyer: Actor, *, key: str = "k") -> Actor:
    """Buy one, and receive it: `buyer` has kept something from now on."""
    order_id = buy(stall, buyer, key=key)
    stall.db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="SF1")
    stall.db.write_now(confirm_receipt, buyer, order_id)
    return buyer
