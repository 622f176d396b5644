"""Sixty-four ready carts on ten pieces, released at once on the real program: over sockets, with its own processes."""

import asyncio
import contextlib
import html
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Actor, Database, WriteTx, change, query
from livefair.kernel.clock import wall_clock
from livefair.kernel.jobs import JOB
from livefair.kernel.runner import job_counts
from livefair.ledger import balance
from livefair.ledger.models import BALANCE
from livefair.people.sign_in import open_session
from livefair.shop import add_address
from livefair.shop.models import ORDER, PAYMENT
from livefair.supply import level
from livefair.web.callers import SESSION_COOKIE
from livefair.web.words import sentence
from livefair.world import invariants
from tests.program import Running, until
from tests.stall import PLACE, Stall, put_in_cart, set_up

BUYERS, PIECES, PRICE_MINOR = 64, 10, 9_900
FIELDS = ("_csrf_token", "key", "address_id", "expected_minor")
SOLD_OUT = sentence("sold_out", {"left": 0}, "zh")

_ORDERS = query(str, select(ORDER.c.state))
_PAID = query(str, select(PAYMENT.c.id).where(PAYMENT.c.state == "paid"))
_DUE = query(int, select(func.count()).select_from(JOB).where(JOB.c.due_at_ms <= bindparam("now")))
_ESCROW = query(int, select(BALANCE.c.balance_minor).where(BALANCE.c.account.like("escrow:%")))
_END_LEASES = change(update(JOB).values(lease_until_ms=0))

Told = Callable[[str], None]
Start = Callable[[], Running]


class Shopper:
    """A person with a full cart and a browser. `payment` is where checking out led them; `refusal`: why nowhere."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._form: dict[str, str] = {}
        self.payment = self.refusal = ""

    async def look(self) -> None:
        page = (await self._http.get("/checkout")).text
        self._form = {name: found(rf'name="{name}" value="([^"]+)"', page) for name in FIELDS}

    async def buy(self, told: Told) -> None:
        """Order and pay. Sent again, it is the same click: the same key. Tells "ordered" and "paid" when answered."""
        ordered = await self._http.post("/checkout", data=self._form)
        if ordered.status_code != 303:
            assert ordered.status_code == 422, ordered.text
            self.refusal = found(r'class="banner bad".*?<span>(.*?)</span>', ordered.text)
            return
        before, self.payment = self.payment, ordered.headers["location"]
        assert before in {"", self.payment}
        told("ordered")
        click = {"_csrf_token": self._form["_csrf_token"], "outcome": "pay"}
        paid = await self._http.post(self.payment, data=click)
        assert paid.status_code == 303, paid.text
        told("paid")

    async def result(self) -> int:
        return (await self._http.get(f"{self.payment}/result")).status_code


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.DOTALL)
    assert match, f"{pattern} is not in {text[:3000]}"
    return html.unescape(match[1])


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """The program's database seen from outside, by the same clock."""
    database = Database(database_url, clock=wall_clock)
    yield database
    database.close()


@pytest.fixture
def stall(db: Database, join: Callable[..., Actor]) -> Stall:
    return set_up(db, join, pieces=PIECES, price_minor=PRICE_MINOR)


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Iterator[Start]:
    """Start the program; a second time at the same address, with the same home."""
    started: list[Running] = []

    def starting() -> Running:
        port = started[0].port if started else 0
        started.append(Running(tmp_path / "home", "--database", database_url, "--crowd", 0, port=port))
        return started[-1]

    yield starting
    for program in started:
        program.kill()


@contextlib.asynccontextmanager
async def shoppers_at(program: Running, stall: Stall, join: Callable[..., Actor]) -> AsyncIterator[list[Shopper]]:
    """Everybody with a cart, an address and the checkout before them."""
    async with contextlib.AsyncExitStack() as stack:
        shoppers = []
        for number in range(BUYERS):
            buyer = join(f"buyer{number}")
            put_in_cart(stall, buyer)
            stall.db.write_now(add_address, buyer, PLACE)
            token = stall.db.write_now(open_session, buyer, buyer.id, agent="test", address="127.0.0.1")
            # Plain HTTP: no certificates have to be read, sixty-four times.
            http = httpx.AsyncClient(
                base_url=program.address, cookies={SESSION_COOKIE: token}, verify=False, trust_env=False, timeout=30
            )
            shoppers.append(Shopper(await stack.enter_async_context(http)))
        await asyncio.gather(*(shopper.look() for shopper in shoppers))
        yield shoppers


async def rush(shoppers: list[Shopper], told: Told) -> list[BaseException]:
    """All at once; returns what kept the program from answering."""
    ends = await asyncio.gather(*(shopper.buy(told) for shopper in shoppers), return_exceptions=True)
    return [end for end in ends if end is not None]


def strike(program: Running, *, at: str, answers: int) -> Told:
    """Kill the program as soon as it has given so many answers of a kind."""
    given: list[str] = []

    def told(word: str) -> None:
        given.append(word)
        if given.count(at) == answers:
            program.kill()

    return told


def a_minute_goes_by(tx: WriteTx, actor: Actor) -> None:
    """The lease ends that a program which is no more had on its jobs: the next one may do them."""
    tx.change(_END_LEASES)


def all_is_settled(db: Database) -> bool:
    return len(db.read_now(lambda tx: tx.all(_PAID))) >= PIECES and not db.read_now(
        lambda tx: tx.value(_DUE, now=tx.now_ms)
    )


async def assert_ten_have_it(stall: Stall, shoppers: list[Shopper], program: Running) -> None:
    db = stall.db
    until(lambda: all_is_settled(db))
    winners = [shopper for shopper in shoppers if shopper.payment]
    refusals = [shopper.refusal for shopper in shoppers if not shopper.payment]
    assert len(winners) == PIECES
    assert refusals == [SOLD_OUT] * (BUYERS - PIECES)
    assert {await winner.result() for winner in winners} == {200}
    program.stop()
    assert db.read_now(lambda tx: tx.all(_ORDERS)) == ["paid"] * PIECES
    assert {f"/pay/{paid}" for paid in db.read_now(lambda tx: tx.all(_PAID))} == {one.payment for one in winners}
    assert db.read_now(level, stall.sku_id) == (stall.sku_id, PIECES, PIECES)
    assert db.read_now(lambda tx: tx.all(_ESCROW)) == [PRICE_MINOR] * PIECES
    assert db.read_now(balance, "psp_clearing") == -PIECES * PRICE_MINOR
    assert db.read_now(invariants.breaches) == []
    assert db.read_now(job_counts)[1] == 0, "dead letters"
    assert "request_failed" not in program.told()


@pytest.mark.slow
async def test_of_sixty_four_at_once_exactly_ten_pay_and_the_others_are_told_why(
    start: Start, stall: Stall, join: Callable[..., Actor]
) -> None:
    program = start()
    async with shoppers_at(program, stall, join) as shoppers:
        assert await rush(shoppers, lambda word: None) == []
        await assert_ten_have_it(stall, shoppers, program)


@pytest.mark.slow
@pytest.mark.parametrize(("at", "answers"), [("ordered", 1), ("ordered", 6), ("paid", 1)])
async def test_a_program_killed_in_mid_rush_ends_as_if_nothing_had_happened(
    start: Start, stall: Stall, join: Callable[..., Actor], at: str, answers: int
) -> None:
    program = start()
    async with shoppers_at(program, stall, join) as shoppers:
        faults = await rush(shoppers, strike(program, at=at, answers=answers))
        # Who has just ordered cannot pay any more; a click on paying may be the last that had to be answered.
        assert faults or at == "paid"
        assert all(isinstance(fault, httpx.TransportError) for fault in faults), faults
        stall.db.write_now(a_minute_goes_by, SYSTEM)
        program = start()
        assert await rush(shoppers, lambda word: None) == []
        await assert_ten_have_it(stall, shoppers, program)
