"""Gifts and wallets as a person meets them: pages, forms, refusals in words."""

import re

import pytest

from livefair.kernel.runner import run_due_now
from livefair.people.ages import confirm_age
from livefair.shop.wallets import wallet_of
from tests.purse import fill, tell
from tests.web.conftest import bearer, enter
from tests.web.town import built


@pytest.fixture
def town(db):
    return built(db)


def free(db, actor):
    return db.read_now(wallet_of, actor.id).free.minor


async def post(browser, path, **form):
    return await browser.post_form(path, form)


async def test_a_customer_says_their_age_fills_the_wallet_and_gives(db, app, town, browse):
    who = town.people["researcher"]
    page = enter(db, browse(accept_language="en"), who)
    assert "Say my age" in (await page.get(f"/live/{town.room_id}/gifts")).text
    assert (await post(page, "/me/wallet/age", born_on="1990-05-31")).status_code == 303
    answer = await post(page, "/me/wallet/top-ups", key="wallet-key-1", amount="12.50")
    payment_id = answer.headers["location"].rsplit("/", 1)[1]
    tell(db, payment_id, 1_250)
    assert "¥12.50 is in your wallet" in (await page.get(f"/pay/{payment_id}/result")).text
    answer = await post(page, f"/live/{town.room_id}/gifts", gift="cake", key="gift-key-1")
    again = await post(page, f"/live/{town.room_id}/gifts", gift="cake", key="gift-key-1")
    assert answer.headers["location"] == again.headers["location"]
    assert free(db, who) == 250
    run_due_now(db)
    receipt = (await page.get(answer.headers["location"])).text
    assert "Take it back" in receipt
    assert re.search(r"Host.*¥3\.50.*Agency.*¥1\.50.*Platform.*¥5", receipt, re.DOTALL)
    short = await post(page, f"/live/{town.room_id}/gifts", gift="tea", key="gift-key-2")
    assert short.status_code == 422
    assert "not enough in your wallet" in short.text
    assert (await post(page, answer.headers["location"] + "/take-back")).status_code == 303
    run_due_now(db)
    assert free(db, who) == 1_250
    wallet = (await page.get("/me/wallet")).text
    for words in ("Topped up", "Cake × 1", "Gift returned"):
        assert words in wallet


async def test_a_child_is_refused_in_words(db, app, town, browse):
    child = town.people["moderator"]
    db.write_now(confirm_age, child, "2015-01-01")
    page = enter(db, browse(accept_language="en"), child)
    assert "You are under 18" in (await page.get(f"/live/{town.room_id}/gifts")).text
    answer = await post(page, f"/live/{town.room_id}/gifts", gift="rose", key="gift-key-1")
    assert answer.status_code == 403
    assert "for people of 18 years and more" in answer.text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/me/wallet/top-ups", {"key": "wallet-key-1", "amount": "lots"}),
        ("/me/wallet/top-ups", {"key": "wallet-key-1", "minor": "99999999999"}),
        ("/me/wallet/age", {"born_on": "31 May"}),
        ("/me/wallet/limits", {"day": "-5"}),
        ("/me/wallet/money-back", {"key": "wallet-key-1"}),
    ],
)
async def test_what_makes_no_sense_is_refused_and_never_an_error(db, app, town, browse, path, form):
    page = enter(db, browse(), town.people["researcher"])
    assert (await post(page, path, **form)).status_code == 422


async def test_limits_and_the_leaderboard_are_the_customers_own_to_say(db, app, town, browse):
    customer = town.people["customer"]
    page = enter(db, browse(accept_language="en"), customer)
    await post(page, "/me/wallet/limits", day="2.00", month="")
    answer = await post(page, f"/live/{town.room_id}/gifts", gift="rose", key="gift-key-9")
    assert "more than you wanted to give in 24 hours" in answer.text
    assert "customer one" not in (await page.get(f"/live/{town.room_id}/leaderboard")).text
    await post(page, "/me/wallet/leaderboard", leaderboard="yes")
    assert "customer one" in (await page.get(f"/live/{town.room_id}/leaderboard")).text


async def test_the_console_sets_limits_and_refunds(db, app, town, browse):
    operator = enter(db, browse(accept_language="en"), town.people["operator"])
    limits = {"day": "10", "month": "20", "wallet": "500", "top_up": "100"}
    answer = await post(operator, "/console/gifts/policy", **limits, take_back_minutes="5", hold_hours="2")
    assert answer.status_code == 303
    assert "Cup of tea × 1" in (await operator.get("/console/gifts")).text
    moderator = enter(db, browse(), town.people["moderator"])
    refund = f"/console/gifts/{town.gift_id}/refund"
    assert (await post(moderator, refund, reason="other")).status_code == 422
    before = free(db, town.people["customer"])
    assert (await post(moderator, refund, reason="minor", all="yes")).status_code == 303
    run_due_now(db)
    assert free(db, town.people["customer"]) == before + 300


async def test_programs_give_too(db, app, town, browse):
    who = town.people["researcher"]
    fill(db, who, 5_000)
    page, token = browse(accept="application/json"), bearer(db, who)
    assert next(gift["code"] for gift in (await page.get("/api/gifts", headers=token)).json()) == "rose"
    sent = {"gift": "tea", "key": "program-1", "quantity": 2}
    answers = [await page.post(f"/api/rooms/{town.room_id}/gifts", json=sent, headers=token) for _ in range(2)]
    assert {answer.json()["id"] for answer in answers} == {answers[0].json()["id"]}
    assert (await page.get("/api/wallet", headers=token)).json()["free"]["minor"] == 4_400
    taken = await page.post(f"/api/gifts/{answers[0].json()['id']}/take-back", headers=token)
    assert taken.status_code == 204
    run_due_now(db)
    movements = (await page.get("/api/wallet/movements", headers=token)).json()
    assert [movement["reason"] for movement in movements] == ["refund", "gift", "top_up"]
    board = (await page.get(f"/api/shows/{town.show_id}/leaderboard", headers=token)).json()
    assert set(board) == {"gifts", "likes", "quick", "helpers"}
