"""An operator decides about money that a provider does not send back."""

import pytest

from livefair.kernel import SYSTEM
from livefair.kernel.jobs import ATTEMPTS_MAX, BACKOFF_MS_MAX
from livefair.kernel.runner import dead_letters, due_talking_jobs, put_off
from livefair.shop.money_back import ask_money_back, money_back_of
from livefair.shop.wallets import wallet_of
from tests.purse import fill


@pytest.fixture
def stuck(db, clock, join):
    """Zoe's thirty yuan, which the provider has refused a dozen times."""
    zoe = join("zoe")
    fill(db, zoe, 3_000)
    db.write_now(ask_money_back, zoe, key="back")
    for _ in range(ATTEMPTS_MAX):
        [due] = db.read_now(due_talking_jobs, most=5)
        db.write_now(put_off, SYSTEM, due, "the card was closed")
        clock.advance(BACKOFF_MS_MAX)
    assert len(db.read_now(dead_letters)) == 1
    return zoe


async def test_it_is_listed_with_the_provider_s_words_and_put_back_into_the_wallet(db, signed_in, stuck):
    boss = await signed_in("boss", "operator")
    page = (await boss.get("/console/money-back")).text
    assert "the card was closed" in page
    assert "¥30" in page
    [part] = db.read_now(money_back_of, stuck)
    there = f"/console/money-back/{part.id}"
    assert (await boss.post_form(f"{there}/give-up", {"why": ""})).status_code == 422
    assert (await boss.post_form(f"{there}/give-up", {"why": "They told us by phone"})).status_code == 303
    assert db.read_now(wallet_of, stuck.id).free.minor == 3_000
    assert (await boss.post_form(f"{there}/confirm", {"why": "Twice"})).status_code == 422
    assert "Nothing is stuck" in (await boss.get("/console/money-back")).text


async def test_it_can_be_tried_again_or_booked_as_arrived(db, signed_in, stuck):
    boss = await signed_in("boss", "operator")
    [part] = db.read_now(money_back_of, stuck)
    assert (await boss.post_form(f"/console/money-back/{part.id}/retry")).status_code == 303
    assert db.read_now(dead_letters) == []
    assert (await boss.post_form(f"/console/money-back/{part.id}/confirm", {"why": "It is there"})).status_code == 422


async def test_nobody_else_sees_it(signed_in, stuck):
    mo = await signed_in("mo", "moderator")
    assert (await mo.get("/console/money-back")).status_code == 403
