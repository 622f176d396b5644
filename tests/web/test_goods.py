"""Lists of products: the truth about a price, and a cost that does not grow with the list."""

from typing import NamedTuple

import pytest

from livefair.catalog import retire_sku, set_price
from livefair.kernel import Database, Money, ReadTx
from livefair.people import actor_of
from livefair.web.goods import GoodView, goods_of
from tests.web.conftest import SignIn
from tests.web.goods import Goods, stocked_product


class Counted(NamedTuple):
    goods: list[GoodView]
    statements: int


def counted(tx: ReadTx, ids: list[str]) -> Counted:
    connection = tx._cursor.connection  # type: ignore[attr-defined]  # sqlite3 says what is asked of it
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    try:
        return Counted(goods_of(tx, ids, "en"), len(asked))
    finally:
        connection.set_trace_callback(None)


async def stall(db: Database, signed_in: SignIn, products: int) -> list[Goods]:
    person = (await signed_in("bea")).actor
    found = []
    for n in range(products):
        found.append(stocked_product(db, person, minor=1_000 + n, n=n))
        person = db.read_now(actor_of, person.id)
    return found


async def test_a_list_of_many_asks_no_more_often_than_a_list_of_one(db: Database, signed_in: SignIn) -> None:
    if db.engine.dialect != "sqlite":
        pytest.skip("only SQLite counts statements by itself")
    ids = [goods.product_id for goods in await stall(db, signed_in, 24)]
    one, many = db.read_now(counted, ids[:1]), db.read_now(counted, ids)
    assert [good.id for good in many.goods] == ids
    assert one.statements == many.statements <= 7


async def test_a_price_that_was_raised_to_be_cut_is_no_reduction_from_there(db: Database, signed_in: SignIn) -> None:
    brand, product_id, sku_id = (await stall(db, signed_in, 1))[0]
    db.write_now(set_price, brand, sku_id, Money(1_500))
    [dearer] = db.read_now(goods_of, [product_id], "en")
    assert (dearer.price, dearer.was, dearer.lowest_30d) == (Money(1_500), None, Money(1_000))
    db.write_now(set_price, brand, sku_id, Money(900))
    [cheaper] = db.read_now(goods_of, [product_id], "zh")
    assert (cheaper.price, cheaper.was, cheaper.lowest_30d) == (Money(900), Money(1_000), Money(900))
    assert (cheaper.title, cheaper.left, cheaper.sold) == ("跑鞋0", 10, 0)


async def test_what_cannot_be_bought_is_not_listed(db: Database, signed_in: SignIn) -> None:
    first, second = await stall(db, signed_in, 2)
    db.write_now(retire_sku, first.brand, first.sku_id)
    ids = [first.product_id, second.product_id, "unknown", second.product_id]
    assert [good.id for good in db.read_now(goods_of, ids, "en", pinned=second.product_id)] == [second.product_id]
    assert db.read_now(goods_of, [], "en") == []
