"""A payee asks for money, hears what became of it, and sees the lines that it is made of."""

import csv
import io
import re

import pytest
from litestar import Litestar

from livefair import ledger
from livefair.kernel import Actor, Database
from livefair.kernel.signing import SIGNATURE_HEADER, sign
from livefair.shop.local_provider import LocalProvider
from livefair.value.payouts import payouts_of
from livefair.value.payouts.local_provider import BEHAVIOURS, LocalPayouts, transfer_of, word_of
from livefair.web.services import Services
from tests.web.conftest import Browse, Browser, SignIn, bearer, enter, work_off
from tests.web.town import Town, built

IBAN = "GB82 WEST 1234 5698 7654 32"


def give(db: Database, person: Actor, minor: int = 5_000, key: str = "gift") -> None:
    legs = [ledger.Leg("goodwill", -minor), ledger.Leg(f"payable:{person.id}", minor)]
    db.write_now(lambda tx: ledger.post(tx, key=f"{key}:{person.id}", reason="gift", legs=legs))


@pytest.fixture
async def host(db: Database, signed_in: SignIn) -> Browser:
    browser = await signed_in("hana", "host")
    give(db, browser.actor)
    return browser


async def ask(browser: Browser, key: str = "click-0001") -> int:
    return (await browser.post_form("/me/payouts", {"key": key})).status_code


async def test_the_account_is_said_then_everything_is_paid_out_and_told(
    app: Litestar, services: Services, provider: LocalProvider, host: Browser
) -> None:
    page = await host.post_form("/me/payouts/account", {"holder": "Hana", "number": IBAN})
    assert page.status_code == 303
    assert await ask(host) == 303
    assert await ask(host) == 303
    statement = (await host.get("/studio/statement")).text
    assert "…5432" in statement
    assert "On its way" in statement
    assert "WEST" not in (await host.get("/me/payouts")).text
    await work_off(services, app, provider)
    told = (await host.get("/me/notifications")).text
    assert "¥50 has arrived in your account …5432." in told
    statement = (await host.get("/studio/statement")).text
    assert "Paid out" in statement
    [payout_id] = set(re.findall(r"/me/payouts/([0-9a-f-]{36})", statement))
    lines = await host.get(f"/me/payouts/{payout_id}/lines.csv")
    assert lines.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["minor"] for row in csv.DictReader(io.StringIO(lines.text))] == ["5000"]
    assert "¥50" in (await host.get(f"/me/payouts/{payout_id}")).text


async def test_what_cannot_be_is_said_on_the_page_and_the_number_is_not_repeated(host: Browser) -> None:
    page = await host.post_form("/me/payouts", {"key": "click-0001"})
    assert page.status_code == 422
    assert "Please say first to which account" in page.text
    page = await host.post_form("/me/payouts/account", {"holder": "Hana", "number": "GB82WEST12345698765433"})
    assert page.status_code == 422
    assert "This account number cannot be right" in page.text
    assert "WEST" not in page.text
    assert 'value="Hana"' in page.text


async def test_a_failed_payout_says_why_and_an_operator_tries_it_again(
    app: Litestar, services: Services, provider: LocalProvider, host: Browser, db: Database, signed_in: SignIn
) -> None:
    await host.post_form("/me/payouts/account", {"holder": "Hana", "number": "TESTCLOSED001"})
    await ask(host)
    await work_off(services, app, provider)
    assert "The account is closed." in (await host.get("/me/payouts")).text
    assert "ask once more" in (await host.get("/me/notifications")).text
    await host.post_form("/me/payouts/account", {"holder": "Hana", "number": IBAN})
    operator = await signed_in("olga", "operator")
    [payout] = db.read_now(payouts_of, host.actor, host.actor.id)
    assert "hana" in (await operator.get("/console/payouts?tab=failed")).text
    assert (await operator.post_form(f"/console/payouts/{payout.id}/retry")).status_code == 303
    await work_off(services, app, provider)
    assert "Arrived" in (await host.get("/me/payouts")).text


async def test_an_operator_stops_a_payee_who_reads_the_reason(host: Browser, db: Database, signed_in: SignIn) -> None:
    await host.post_form("/me/payouts/account", {"holder": "Hana", "number": IBAN})
    await ask(host)
    operator = await signed_in("olga", "operator")
    me: Actor = host.actor
    [payout] = db.read_now(payouts_of, me, me.id)
    stopped = await operator.post_form(f"/console/payouts/{payout.id}/stop", {"reason": "Identity is being checked"})
    assert stopped.status_code == 303
    assert "Identity is being checked" in (await host.get("/studio/statement")).text
    assert (await operator.post_form(f"/console/payees/{me.id}/resume")).status_code == 303
    assert "Identity is being checked" not in (await host.get("/studio/statement")).text


async def test_words_of_the_bank_that_are_not_signed_are_turned_away(
    app: Litestar, services: Services, bank: LocalPayouts, db: Database, browse: Browse
) -> None:
    payout_id = built(db).payout_id
    order = await db.read(lambda tx: payout_id)
    assert order == payout_id
    guest = browse(accept="application/json")
    for body in (b"", b"{}", b"\xff" * 40):
        answer = await guest.post("/webhooks/payouts/local", content=body, headers={SIGNATURE_HEADER: "t=1,v1=no"})
        assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
        signature = sign(bank.key, body, now_ms=db.clock())
        answer = await guest.post("/webhooks/payouts/local", content=body, headers={SIGNATURE_HEADER: signature})
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_notification")
    assert (await guest.post("/webhooks/payouts/nobody", content=b"{}")).status_code == 404


async def test_nobody_reads_the_payouts_of_others(db: Database, browse: Browse) -> None:
    town: Town = built(db)
    stranger = enter(db, browse(), town.people["customer"])
    for path in (f"/me/payouts/{town.payout_id}", f"/me/payouts/{town.payout_id}/lines.csv"):
        assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get("/me/payouts?of=organisation")).status_code == 404


async def test_programs_ask_and_read_the_same(
    app: Litestar, services: Services, provider: LocalProvider, host: Browser, db: Database, browse: Browse
) -> None:  # fmt: skip
    program = browse(accept="application/json")
    token = bearer(db, host.actor)
    body = {"holder": "Hana", "number": IBAN}
    assert (await program.put("/api/payout-account", json=body, headers=token)).status_code == 204
    balance = (await program.get("/api/balance", headers=token)).json()
    assert balance == {
        "ready": {"minor": 5_000, "currency": "CNY"},
        "owed": {"minor": 0, "currency": "CNY"},
        "minimum": {"minor": 1_000, "currency": "CNY"},
        "account_last4": "5432",
        "stopped": None,
    }
    asked = [await program.post("/api/payouts", json={"key": "program-1"}, headers=token) for _ in range(2)]
    assert {answer.status_code for answer in asked} == {201}
    [payout_id] = {answer.json()["id"] for answer in asked}
    other = await program.post("/api/payouts", json={"key": "program-2"}, headers=token)
    assert (other.status_code, other.json()["code"]) == (409, "payout_under_way")
    await work_off(services, app, provider)
    [payout] = (await program.get("/api/payouts", headers=token)).json()
    assert payout["state"] == "paid"
    assert (await program.get(f"/api/payouts/{payout_id}", headers=token)).json() == payout
    lines = (await program.get(f"/api/payouts/{payout_id}/lines", headers=token)).json()
    assert sum(line["amount"]["minor"] for line in lines) == payout["amount"]["minor"]


async def test_the_word_of_the_bank_may_come_twice_over_http(
    app: Litestar, services: Services, provider: LocalProvider, bank: LocalPayouts, host: Browser, browse: Browse
) -> None:  # fmt: skip
    await host.post_form("/me/payouts/account", {"holder": "Hana", "number": "TESTTWICE001"})
    await ask(host)
    await work_off(services, app, provider)
    db, me = services.db, host.actor
    [payout] = db.read_now(payouts_of, me, me.id)
    body = word_of(db.read_now(transfer_of, payout.id), BEHAVIOURS["TESTTWICE"][0])
    headers = {SIGNATURE_HEADER: sign(bank.key, body, now_ms=db.clock())}
    assert (await browse().post("/webhooks/payouts/local", content=body, headers=headers)).status_code == 204
    assert db.read_now(ledger.balance, "bank") == 5_000
