import pytest

from livefair.kernel import Conflict, NotAllowed
from livefair.live import assort, assortment_of
from livefair.live.assortments import unassort
from livefair.live.rules import ASSORTMENT_MAX


def test_goods_stand_in_the_order_they_were_added(db, stage):
    for product in ("a", "b", "c"):
        db.write_now(assort, stage.host, stage.show_id, product)
    db.write_now(assort, stage.host, stage.show_id, "a", talking_points="Soft")
    db.write_now(unassort, stage.host, stage.show_id, "b")
    found = db.read_now(assortment_of, stage.show_id)
    assert [(row.product_id, row.talking_points) for row in found] == [("a", "Soft"), ("c", "")]


def test_only_who_runs_the_room_decides_what_is_sold(db, join, stage):
    for use_case in (assort, unassort):
        with pytest.raises(NotAllowed, match="not_your_room"):
            db.write_now(use_case, join(f"otto{use_case.__name__}", "host"), stage.show_id, "a")


def test_a_show_has_room_for_so_many_products(db, stage):
    for number in range(ASSORTMENT_MAX):
        db.write_now(assort, stage.host, stage.show_id, f"p{number}")
    with pytest.raises(Conflict, match="too_many_products"):
        db.write_now(assort, stage.host, stage.show_id, "one-more")
