"""What comes back from buyers: in which condition, and to which location. What is damaged is not sold again."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.catalog.bundles import parts_of
from livefair.kernel import Actor, ReadTx, WriteTx, query, require_valid
from livefair.supply.events_of_parcels import GoodsCameBack
from livefair.supply.locations import location_for
from livefair.supply.models.locations import RETURNED
from livefair.supply.placing import Step, put_down
from livefair.supply.rules import locations as rules
from livefair.supply.stock import take_back


class Shelf(NamedTuple):
    """Where returned goods are put and how they were found. Without a location they have no place."""

    location_id: str | None = None
    condition: rules.Condition = "as_new"


NO_PLACE = Shelf()


class Returned(NamedTuple):
    sku_id: str
    location_id: str | None
    condition: rules.Condition
    pieces: int
    at_ms: int


_OF_SKU = query(
    Returned,
    select(*(RETURNED.c[field] for field in Returned._fields))
    .where(RETURNED.c.sku_id == bindparam("sku"))
    .order_by(RETURNED.c.at_ms.desc(), RETURNED.c.reference)
    .limit(rules.MOVES_SHOWN_MAX),
)


def put_back(tx: WriteTx, actor: Actor, sku_id: str, *, pieces: int, reference: str, shelf: Shelf) -> None:
    """The same `reference` twice is one return. For use cases that have checked who may, but for the location."""
    require_valid(shelf.condition in rules.CONDITIONS, "bad_value", field="condition")
    if shelf.location_id is not None:
        location_for(tx, actor, shelf.location_id)
    for part_id, count in _parts(tx, sku_id, pieces):
        key = reference if part_id == sku_id else f"{reference}/{sku_id}/{part_id}"
        _put_back_one(tx, actor, part_id, count, key, shelf)


def returned_of(tx: ReadTx, sku_id: str) -> list[Returned]:
    """Newest first."""
    return tx.all(_OF_SKU, sku=sku_id)


def _parts(tx: ReadTx, sku_id: str, pieces: int) -> list[tuple[str, int]]:
    parts = parts_of(tx, [sku_id]).get(sku_id, ())
    return [(each.sku_id, each.pieces * pieces) for each in parts] or [(sku_id, pieces)]


def _put_back_one(tx: WriteTx, actor: Actor, sku_id: str, pieces: int, reference: str, shelf: Shelf) -> None:
    values = {"sku_id": sku_id, "location_id": shelf.location_id, "condition": shelf.condition, "pieces": pieces}
    if not tx.insert_new(RETURNED, reference=reference, **values, at_ms=tx.now_ms, actor_id=actor.id):
        return
    if rules.can_be_sold_again(shelf.condition):
        take_back(tx, actor, sku_id, quantity=pieces, reference=reference)
        if shelf.location_id is not None:
            put_down(tx, actor, Step("returned", sku_id, pieces, reference, to_id=shelf.location_id))
    tx.announce(GoodsCameBack(sku_id=sku_id, reference=reference, condition=shelf.condition, pieces=pieces))
