"""A browser without a screen: an HTTP client with cookies over the whole application and a real database."""

import asyncio
import dataclasses
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from livefair.kernel import GUEST, SYSTEM, Actor, Database
from livefair.kernel.files import Files
from livefair.kernel.jobs import job_called
from livefair.kernel.runner import JobContext, due_talking_jobs, finish, run_due_now
from livefair.people import actor_of, give_role, sign_up
from livefair.people.sign_in import open_session
from livefair.people.tokens import make_token
from livefair.realtime import Hub
from livefair.shop.local_provider import LocalProvider
from livefair.shop.providers import Providers
from livefair.supply.carriers import Carriers, LocalCarrier
from livefair.value.payouts.local_provider import LocalPayouts
from livefair.value.payouts.providers import Payouts
from livefair.web.app import attach, build_app
from livefair.web.services import Services, WebSettings
from livefair.web.templating import Pages

BASE = "http://fair.test"
PAGES = Pages()


class Browser(httpx.AsyncClient):
    """Keeps cookies, sends its own origin, and posts forms with the token that its pages carry.

    `actor` is who is signed in, once somebody is.
    """

    actor: Actor

    async def post_form(self, url: str, typed: dict[str, Any] | None = None, **kwargs: Any) -> httpx.Response:
        token = await self.csrf()
        return await self.post(url, data={"_csrf_token": token, **(typed or {})}, **kwargs)

    async def csrf(self) -> str:
        page = await self.get("/nowhere", headers={"accept": "text/html"})
        found = re.search(r'name="csrf" content="([0-9a-f]{64})"', page.text)
        assert found, page.text[:500]
        return found[1]


@pytest.fixture
async def provider(db: Database) -> AsyncIterator[LocalProvider]:
    """The payment provider; `talk` has it say to the application what is due."""
    async with httpx.AsyncClient() as http:
        yield LocalProvider(db, http, f"{BASE}/webhooks/payments/local", b"a key for tests")


@pytest.fixture
def bank(db: Database, provider: LocalProvider) -> LocalPayouts:
    """The payout provider, over the same line."""
    return LocalPayouts(db, provider.http, f"{BASE}/webhooks/payouts/local", b"another key for tests")


@pytest.fixture
def carrier(db: Database, provider: LocalProvider) -> LocalCarrier:
    """The local carrier, over the same line."""
    return LocalCarrier(db, provider.http, f"{BASE}/webhooks/carriers/local", b"a carrier's key for tests")


@pytest.fixture
def services(db: Database, provider: LocalProvider, bank: LocalPayouts, carrier: LocalCarrier) -> Services:
    settings = WebSettings(secret="a secret for tests", posts_per_s=1e6, posts_burst=1e6)
    return Services(
        db=db,
        settings=settings,
        hub=Hub(),
        pages=PAGES,
        files=Files("memory://"),
        providers=Providers({provider.name: provider}),
        payouts=Payouts(bank),
        carriers=Carriers({carrier.name: carrier}),
    )


async def work_off(services: Services, app: Litestar, provider: LocalProvider) -> None:
    """Do all that is due now, talking jobs included, as the runner would; nothing may fail."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as http:
        talking = dataclasses.replace(provider, http=http)
        bank = dataclasses.replace(cast(LocalPayouts, services.payouts.provider), http=http)
        [known] = services.carriers.by_name.values()
        carrier = dataclasses.replace(cast(LocalCarrier, known), http=http)
        context = JobContext(
            services.db,
            {
                LocalProvider: talking,
                Providers: Providers({talking.name: talking}),
                LocalPayouts: bank,
                Payouts: Payouts(bank),
                LocalCarrier: carrier,
                Carriers: Carriers({carrier.name: carrier}),
            },
        )
        for _ in range(20):
            run_due_now(services.db)
            due = await services.db.read(due_talking_jobs, most=100)
            if not due:
                return
            for each in due:
                await job_called(each.kind)(context, **json.loads(each.args))  # type: ignore[misc]  # what is left talks
                await services.db.write(finish, SYSTEM, each)
    raise AssertionError("jobs never end")


@cache
def routes() -> Litestar:
    """Put together once: it takes longer than most tests."""
    return build_app()


@pytest.fixture
def app(services: Services) -> Litestar:
    return attach(routes(), services)


Browse = Callable[..., Browser]


@pytest.fixture
async def browse(app: Litestar) -> AsyncIterator[Browse]:
    """Open another browser: browse() as a guest."""
    opened: list[Browser] = []

    def opening(**headers: str) -> Browser:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        sent = {
            "origin": BASE,
            "accept": "text/html",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        browser = Browser(transport=transport, base_url=BASE, headers=sent)
        opened.append(browser)
        return browser

    # The lifespan belongs to one task from beginning to end, as under a server.
    started, over = asyncio.Event(), asyncio.Event()
    living = asyncio.create_task(_live(app, started, over))
    await started.wait()
    yield opening
    for browser in opened:
        await browser.aclose()
    over.set()
    await living


async def _live(app: Litestar, started: asyncio.Event, over: asyncio.Event) -> None:
    async with app.lifespan():
        started.set()
        await over.wait()


@pytest.fixture
def guest(browse: Browse) -> Browser:
    return browse()


SignIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def signed_in(db: Database, browse: Browse) -> SignIn:
    """A browser of somebody new: await signed_in("ana", "host"). Its person is at `.actor`."""

    async def make(name: str, *roles: str, **headers: str) -> Browser:
        person_id = db.write_now(
            sign_up, GUEST, email=f"{name}@example.org", name=name, password_hash="none", locale="en"
        )
        for role in roles:
            db.write_now(give_role, SYSTEM, person_id, role)
        return enter(db, browse(**headers), db.read_now(actor_of, person_id))

    return make


def in_english(browser: Browser) -> Browser:
    """Whatever language the account has."""
    browser.cookies.set("lf_locale", "en", domain="fair.test", path="/")
    return browser


def enter(db: Database, browser: Browser, actor: Actor) -> Browser:
    token = db.write_now(open_session, actor, actor.id, agent="test", address="127.0.0.1")
    browser.cookies.set("lf_session", token, domain="fair.test", path="/")
    browser.actor = actor
    return browser


def bearer(db: Database, actor: Actor) -> dict[str, str]:
    return {"authorization": f"Bearer {db.write_now(make_token, actor, name='test')}"}
