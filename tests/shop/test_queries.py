import pytest

from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import Source, ship_order
from livefair.shop.queries import order_card, orders_by_video, sold_under_mcn
from tests.stall import buy, check_out_cart, put_in_cart, set_up


@pytest.fixture
def stall(db, join):
    return set_up(db, join, pieces=50)


def test_orders_are_counted_for_the_video_through_which_they_came(db, join, stall):
    for number, video in enumerate(("v1", "v1", "v2", None)):
        buy(stall, join(f"buyer{number}"), source=Source(video_id=video))
    put_in_cart(stall, buyer := join("looker"), source=Source(video_id="v2"))
    check_out_cart(db, buyer)
    assert db.read_now(orders_by_video, ["v1", "v2", "v3"]) == {"v1": 2, "v2": 1}
    assert db.read_now(orders_by_video, []) == {}


def test_a_hosts_sales_count_for_the_mcn_only_under_its_contract(db, join, clock, stall):
    host = join("hana", "host")
    boss = join("boss")
    mcn_id = db.write_now(found_organisation, boss, kind="mcn", name="Star house")
    boss = db.read_now(actor_of, boss.id)
    buy(stall, join("early"), source=Source(host_id=host.id))
    contract = db.write_now(invite_host, boss, host.id, share_bp=3_000, ends_at_ms=clock() + 10**9)
    db.write_now(accept_contract, host, contract)
    assert db.read_now(sold_under_mcn, mcn_id) == {}
    order_id = buy(stall, join("ana"), quantity=2, source=Source(host_id=host.id))
    buy(stall, join("ben"), source=Source())
    assert db.read_now(sold_under_mcn, mcn_id) == {host.id: 19_800}
    db.write_now(ship_order, stall.brand, order_id, carrier="local", tracking="LF1")
    assert db.read_now(sold_under_mcn, mcn_id) == {host.id: 19_800}
    assert db.read_now(sold_under_mcn, mcn_id, currency="EUR") == {}
    assert db.read_now(order_card, order_id).lines[0].host_id == host.id
