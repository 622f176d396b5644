"""A brand with a series of blind boxes, and grown-ups who buy them."""

from typing import NamedTuple

from livefair.catalog import add_sku
from livefair.kernel import Actor, Database, Money
from livefair.people.ages import confirm_age
from livefair.shop import add_address
from livefair.shop.box_buying import Wanted, buy_boxes
from livefair.shop.boxes import begin_series
from livefair.shop.direct import Paying
from livefair.shop.rules.boxes import Content, Draft
from livefair.supply import receive
from tests.stall import PLACE, Stall, set_up


class BoxStall(NamedTuple):
    stall: Stall
    series_id: str
    skus: list[str]


def set_up_boxes(db: Database, join, pieces=(6, 3, 1), name="brand", **knobs) -> BoxStall:
    """The last kind is the rare one."""
    stall = set_up(db, join, name=name, pieces=30)
    skus = [stall.sku_id]
    for number, kind in enumerate(("绿", "金")[: len(pieces) - 1]):
        sku = db.write_now(
            add_sku, stall.brand, stall.product_id, name_zh=kind, name_en=f"Kind {number}", price=Money(9_900)
        )
        db.write_now(receive, stall.brand, sku, quantity=30, key=f"first-{number}")
        skus.append(sku)
    contents = tuple(
        Content(sku, n, is_rare=index == len(pieces) - 1)
        for index, (sku, n) in enumerate(zip(skus, pieces, strict=True))
    )
    draft = Draft(5_900, contents, **knobs)
    return BoxStall(stall, db.write_now(begin_series, stall.brand, stall.product_id, draft), skus)


def grown_up(db: Database, join, name: str) -> Actor:
    person = join(name)
    db.write_now(confirm_age, person, "1990-05-31")
    return person


def order_boxes(db: Database, buyer: Actor, series_id: str, boxes: int = 1, key: str = "k") -> str:
    """Returns the payment's id."""
    address_id = db.write_now(add_address, buyer, PLACE)
    paying = Paying(address_id, 5_900 * boxes, "local", key)
    return db.write_now(buy_boxes, buyer, series_id, Wanted(boxes, True), paying)
