import json

import pytest

from livefair.catalog import set_price
from livefair.kernel import HOUR_MS, SYSTEM, Conflict, Money
from livefair.kernel.runner import run_due_now
from livefair.shop import Claim, ask_refund, confirm_receipt, ship_order
from livefair.shop.fulfilment import line_ids_of
from livefair.supply import receive
from livefair.web.sealing import Seal
from livefair.webhooks import (
    pause_webhook,
    remove_webhook,
    resume_webhook,
    rotate_secret,
    rules,
    webhook_for,
    webhooks_of,
)
from livefair.webhooks.messages import (
    attempts_at,
    counts_of,
    messages_of,
    replay_message,
    replay_since,
    send_test,
    skip_message,
)
from livefair.webhooks.sending import tidy_webhooks
from tests.stall import buy, set_up
from tests.webhooks.conftest import SECRET, send_all, subscribe

ALL = rules.KINDS


def kinds(receiver):
    return [json.loads(heard.body)["type"] for heard in receiver.heard]


async def test_an_order_is_told_from_beginning_to_end_in_order_and_signed(db, join, clock, receiver, courier):
    stall, ana = set_up(db, join), join("ana")
    subscribe(stall, receiver.url, *ALL)
    order_id = buy(stall, ana, quantity=2)
    await send_all(db, courier)
    db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    db.write_now(confirm_receipt, ana, order_id)
    await send_all(db, courier)
    told = [json.loads(heard.body) for heard in receiver.heard]
    of_order = [each for each in told if each["data"]["object_id"] == order_id]
    assert [each["type"] for each in of_order] == [
        "order.placed",
        "order.paid",
        "order.parcel_sent",
        "order.shipped",
        "order.delivered",
    ]
    parcel = of_order[2]["data"]
    assert (parcel["carrier"], parcel["tracking"], [line["pieces"] for line in parcel["lines"]]) == ("SF", "1", [2])
    sequence = [each["data"]["sequence"] for each in of_order]
    assert sequence == sorted(set(sequence))
    paid = of_order[1]["data"]
    assert (paid["lines"][0]["quantity"], paid["lines"][0]["amount_minor"]) == (2, 19_800)
    assert "mcn_share_bp" not in paid["lines"][0]
    assert of_order[0]["timestamp"].endswith("Z")
    assert all(heard.is_signed_by(SECRET, clock()) for heard in receiver.heard)
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == len(receiver.heard)


async def test_others_hear_nothing_and_only_what_was_asked_for_is_told(db, join, receiver, courier):
    stall, other = set_up(db, join), set_up(db, join, name="other")
    subscribe(other, receiver.url, *ALL)
    subscribe(stall, receiver.url, "product.price_changed")
    buy(stall, join("ana"))
    db.write_now(set_price, stall.brand, stall.sku_id, Money(8_800))
    await send_all(db, courier)
    assert kinds(receiver) == ["product.price_changed"]


async def test_what_is_not_taken_is_sent_again_later_and_nothing_overtakes_it(db, join, clock, receiver, courier):
    stall, ana = set_up(db, join), join("ana")
    hook = subscribe(stall, receiver.url, "order.paid", "order.shipped", "stock.received")
    receiver.answers = [422, 204]
    order_id = buy(stall, ana)
    await send_all(db, courier)
    db.write_now(ship_order, stall.brand, order_id, carrier="SF", tracking="1")
    db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key="more")
    await send_all(db, courier)
    assert sorted(kinds(receiver)) == ["order.paid", "stock.received"]
    clock.advance(rules.RETRIES_MS[0])
    await send_all(db, courier)
    assert kinds(receiver) == ["order.paid", "stock.received", "order.paid", "order.shipped"]
    assert receiver.heard[0].headers["webhook-id"] == receiver.heard[2].headers["webhook-id"]
    assert receiver.heard[2].is_signed_by(SECRET, clock())
    [first] = [each for each in db.read_now(messages_of, stall.brand, hook) if each.kind == "order.paid"]
    tries = db.read_now(attempts_at, [first.id])[first.id]
    assert [each.status for each in tries] == [422, 204]


async def test_an_address_that_does_not_answer_is_left_in_peace_and_paused_after_days(
    db, join, clock, receiver, courier
):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    receiver.answers = [503]
    for n in range(5):
        db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key=f"more-{n}")
    await send_all(db, courier)
    assert len(receiver.heard) == 1
    for _ in range(200):
        clock.advance(HOUR_MS)
        await send_all(db, courier)
    assert len(receiver.heard) == len(rules.RETRIES_MS) + 1
    assert db.read_now(webhook_for, stall.brand, hook).paused_why == "failing"
    receiver.answers = [204]
    db.write_now(resume_webhook, stall.brand, hook)
    await send_all(db, courier)
    assert db.read_now(counts_of, hook) == (0, 5, 0)
    told = [json.loads(heard.body)["data"]["sequence"] for heard in receiver.heard[-5:]]
    assert told == sorted(set(told))


async def test_an_address_that_says_it_is_gone_is_paused_at_once(db, join, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    receiver.answers = [410]
    db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key="more")
    await send_all(db, courier)
    assert db.read_now(webhook_for, stall.brand, hook).paused_why == "gone"
    with pytest.raises(Conflict, match="webhook_paused"):
        db.write_now(send_test, stall.brand, hook)


async def test_a_redirection_is_not_followed(db, join, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    receiver.answers = [302]
    db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key="more")
    await send_all(db, courier)
    assert (len(receiver.heard), db.read_now(counts_of, hook).waiting) == (1, 1)


async def test_a_new_secret_is_used_at_once_and_the_old_one_for_a_day_more(db, join, clock, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    new = rules.secret_from(b"n" * 32)
    db.write_now(rotate_secret, stall.brand, hook, sealed_secret=Seal("test").close(new))
    db.write_now(send_test, stall.brand, hook)
    await send_all(db, courier)
    assert [receiver.heard[0].is_signed_by(secret, clock()) for secret in (new, SECRET)] == [True, True]
    clock.advance(rules.OLD_SECRET_MS)
    db.write_now(send_test, stall.brand, hook)
    await send_all(db, courier)
    assert [receiver.heard[1].is_signed_by(secret, clock()) for secret in (new, SECRET)] == [True, False]


async def test_everything_since_a_moment_is_sent_again_in_order(db, join, clock, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    for n in range(3):
        clock.advance(1_000)
        db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key=f"more-{n}")
        await send_all(db, courier)
    assert db.write_now(replay_since, stall.brand, hook, since_ms=clock() - 1_500) == 2
    await send_all(db, courier)
    ids = [heard.headers["webhook-id"] for heard in receiver.heard]
    assert ids[3:] == ids[1:3]
    db.write_now(replay_message, stall.brand, ids[0])
    await send_all(db, courier)
    assert receiver.heard[-1].headers["webhook-id"] == ids[0]


async def test_what_will_never_be_taken_can_be_skipped(db, join, receiver, courier):
    stall, ana = set_up(db, join), join("ana")
    hook = subscribe(stall, receiver.url, "order.paid", "refund.requested", "order.refunded")
    receiver.answers = [400, 204]
    order_id = buy(stall, ana)
    [line] = db.read_now(line_ids_of, order_id)
    db.write_now(ask_refund, ana, order_id, Claim([line], "changed_mind"), key="one")
    await send_all(db, courier)
    assert kinds(receiver) == ["order.paid"]
    [first] = [each for each in db.read_now(messages_of, stall.brand, hook) if each.kind == "order.paid"]
    db.write_now(skip_message, stall.brand, first.id)
    with pytest.raises(Conflict, match="webhook_not_waiting"):
        db.write_now(skip_message, stall.brand, first.id)
    await send_all(db, courier)
    assert kinds(receiver)[1:] == ["refund.requested", "order.refunded"]
    db.write_now(replay_message, stall.brand, first.id)
    await send_all(db, courier)
    assert kinds(receiver)[-1] == "order.paid"


async def test_a_paused_webhook_keeps_what_happens_meanwhile(db, join, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    db.write_now(pause_webhook, stall.brand, hook)
    db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key="more")
    await send_all(db, courier)
    assert receiver.heard == []
    db.write_now(resume_webhook, stall.brand, hook)
    await send_all(db, courier)
    assert kinds(receiver) == ["stock.received"]


async def test_a_removed_webhook_is_forgotten_with_all_that_it_was_to_be_told(db, join, receiver, courier):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key="more")
    run_due_now(db)
    db.write_now(remove_webhook, stall.brand, hook)
    await send_all(db, courier)
    assert receiver.heard == []
    assert db.read_now(webhooks_of, str(stall.brand.organisation_id)) == []


async def test_what_is_older_than_a_month_or_too_much_is_forgotten(db, join, clock, receiver, courier, monkeypatch):
    stall = set_up(db, join)
    hook = subscribe(stall, receiver.url, "stock.received")
    for n in range(5):
        db.write_now(receive, stall.brand, stall.sku_id, quantity=1, key=f"more-{n}")
    await send_all(db, courier)
    monkeypatch.setattr(rules, "MESSAGES_MAX", 3)
    db.write_now(tidy_webhooks, SYSTEM)
    assert db.read_now(counts_of, hook).delivered == 3
    clock.advance(rules.KEPT_MS + 1)
    db.write_now(tidy_webhooks, SYSTEM)
    assert db.read_now(counts_of, hook).delivered == 0
