"""An operator compares books in a browser: asked for, brought as a file, settled, taken along as CSV."""

import re

import pytest

from livefair.kernel import SYSTEM
from livefair.shop.local_provider import charge, return_money
from tests.stall import check_out_cart, notify, put_in_cart, set_up
from tests.web.conftest import work_off

DAYS = {"since": "2026-09-21", "until": "2026-09-21"}
HERE = "/console/reconciliation"


@pytest.fixture
def sale(db, join):
    stall, ana = set_up(db, join), join("ana")
    put_in_cart(stall, ana)
    payment_id = check_out_cart(db, ana)
    db.write_now(charge, ana, payment_id, behaviour="say_nothing")
    db.write_now(charge, ana, payment_id, behaviour="pay")
    notify(db, payment_id)
    return payment_id


async def test_a_day_of_the_local_provider_is_compared_settled_and_taken_along(
    db, services, app, provider, signed_in, sale
):
    boss = await signed_in("boss", "operator")
    began = await boss.post_form(HERE, {"provider": "local", **DAYS})
    there = began.headers["location"]
    assert "being asked" in (await boss.get(there)).text
    await work_off(services, app, provider)
    assert "Both books agree: 1 movements" in (await boss.get(there)).text
    # Planted: somebody returned money at the provider that the shop knows nothing of.
    db.write_now(return_money, SYSTEM, sale, amount_minor=100, key="planted")
    there = (await boss.post_form(HERE, {"provider": "local", **DAYS})).headers["location"]
    await work_off(services, app, provider)
    page = (await boss.get(there)).text
    assert "Only with the provider" in page
    assert "See whose it is" in page
    rows = (await boss.get(f"{there}/differences.csv")).text.splitlines()
    assert rows[1].startswith("unknown_here,refund,planted,")
    assert ",-1.00,CNY," in rows[1]
    [settle] = re.findall(r'action="(/console/differences/[^"]+)"', page)
    assert (await boss.post_form(settle, {"why": ""})).status_code == 422
    assert (await boss.post_form(settle, {"why": "By hand, for Ana"})).status_code == 303
    assert (await boss.post_form(settle, {"why": "Again"})).status_code == 422
    assert "By hand, for Ana" in (await boss.get(there)).text


async def test_a_file_is_compared_at_once_and_a_wrong_one_is_refused_in_words(db, signed_in, sale):
    boss = await signed_in("boss", "operator")
    form = {"provider": "local", **DAYS}
    for body, status in (
        (f"subject,key,reference,amount,currency,at\ncharge,{sale},r,99.00,CNY,2026-09-21T14:00:00Z\n", 303),
        ("subject,key,reference,amount,currency,at\ngift,k,r,1,CNY,2026-09-21\n", 422),
        ("what is this", 422),
        ("\x00\x01\x02", 422),
    ):
        answer = await boss.post_form(HERE, form, files={"file": ("report.csv", body.encode(), "text/csv")})
        assert answer.status_code == status, body
        if status == 303:
            assert "Both books agree" in (await boss.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    "form",
    [
        {"provider": "local", "since": "2026-09-21"},
        {"provider": "local", "since": "2026-02-30", "until": "2026-03-01"},
        {"provider": "local", "since": "2026-09-21", "until": "2026-09-20"},
        {"provider": "local", "since": "2026-01-01", "until": "2026-09-20"},
    ],
)
async def test_hostile_days_are_refused_in_words(signed_in, form):
    boss = await signed_in("boss", "operator")
    assert (await boss.post_form(HERE, form)).status_code == 422


async def test_nobody_else_sees_the_books(signed_in):
    for role in ("customer", "moderator", "researcher"):
        browser = await signed_in(role, *([] if role == "customer" else [role]))
        assert (await browser.get(HERE)).status_code in {403, 404}
