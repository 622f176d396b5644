import pytest

from livefair.kernel import Conflict, Invalid, Money, NotAllowed
from livefair.live import current_pin, end_show, pin, unpin
from livefair.live.events import ProductPinned, ProductUnpinned
from livefair.live.pins import pins_of
from tests.live.conftest import LIPSTICK, SCARF


def test_pinning_shows_one_product_in_place_of_the_last(db, clock, stage, facts):
    clock.advance(3_000)
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    clock.advance(4_000)
    db.write_now(pin, stage.host, stage.room_id, SCARF)
    assert db.read_now(current_pin, stage.show_id).product_id == SCARF.product_id
    assert [type(fact) for fact in facts] == [ProductPinned, ProductUnpinned, ProductPinned]
    assert facts[0].offset_ms == 3_000
    assert facts[1].shown_ms == 4_000
    first, second = db.read_now(pins_of, stage.show_id)
    assert first.unpinned_at_ms == second.pinned_at_ms
    assert (first.title_zh, first.price_minor, first.currency, first.left) == ("口红 01", 5900, "CNY", 10)


def test_pinning_what_is_pinned_changes_nothing(db, stage, facts):
    once = db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    assert db.write_now(pin, stage.host, stage.room_id, LIPSTICK).id == once.id
    assert len(facts) == 1


def test_a_new_price_is_a_new_pin(db, stage):
    once = db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    assert db.write_now(pin, stage.host, stage.room_id, LIPSTICK._replace(price=Money(4900))).id != once.id


def test_unpinning_twice_is_once(db, stage):
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    assert db.write_now(unpin, stage.host, stage.room_id)
    assert not db.write_now(unpin, stage.host, stage.room_id)
    assert db.read_now(current_pin, stage.show_id) is None


@pytest.mark.parametrize("roles", [(), ("host",), ("operator",), ("moderator",), ("brand",)])
def test_only_who_runs_the_room_pins(db, join, stage, roles):
    zoe = join("zoe", *roles)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(pin, zoe, stage.room_id, LIPSTICK)
    with pytest.raises(NotAllowed, match="not_your_room"):
        db.write_now(unpin, zoe, stage.room_id)


def test_nothing_is_pinned_off_air_or_for_nonsense(db, stage):
    with pytest.raises(Invalid):
        db.write_now(pin, stage.host, stage.room_id, LIPSTICK._replace(price=Money(-1)))
    with pytest.raises(Invalid):
        db.write_now(pin, stage.host, stage.room_id, LIPSTICK._replace(title_en=" "))
    db.write_now(end_show, stage.host, stage.show_id)
    with pytest.raises(Conflict, match="not_on_air"):
        db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
