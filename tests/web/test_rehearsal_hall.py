"""A rehearsal is the room's own software around another database: nothing of it comes into the fair but the grade."""

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import Any, NamedTuple

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import func, select

from livefair.kernel import MINUTE_MS, Actor, Database, ReadTx, metadata, query
from livefair.live import assort, open_room, plan_show
from livefair.live.questions import open_questions
from livefair.live.rehearsals import deeds_of, rehearsals_of
from livefair.live.rules.crowd import Cue
from livefair.live.run_of_show import BlockDraft, add_block
from livefair.live.sales import sold_in
from livefair.supply import levels
from livefair.web.app import attach, build_app
from livefair.web.curtain import Curtain
from livefair.web.rehearsal_hall import Hall, Halls
from livefair.web.services import Services
from tests.stall import Stall, set_up
from tests.web.conftest import BASE, Browser, enter, in_english, routes

ITS_OWN = {"live_rehearsal", "live_rehearsal_deed", "live_rehearsal_measure", "fact_log", "fact_delivery", "job"}
SIMULATED = "the crowd is simulated"


@cache
def hall_routes() -> Litestar:
    return build_app()


class Theatre(NamedTuple):
    """A show of `host` that is to come, with one product and one block."""

    db: Database
    halls: Halls
    host: Actor
    stall: Stall
    show_id: str
    block_id: str
    open_browser: Callable[[Actor | None], Browser]

    @property
    def hall(self) -> Hall:
        [hall] = self.halls.going_on
        return hall


@pytest.fixture
async def theatre(services: Services, db: Database, join: Any) -> AsyncIterator[Theatre]:
    halls = Halls(services, lambda inner: attach(hall_routes(), inner), most=1)
    fair = attach(routes(), dataclasses.replace(services, halls=halls))
    host, stall = join("hana", "host"), set_up(db, join, pieces=1)
    room_id = db.write_now(open_room, host, title="Hana's corner")
    show_id = db.write_now(plan_show, host, room_id, title="Evening show")
    db.write_now(assort, host, show_id, stall.product_id, talking_points="Made by hand")
    draft = BlockDraft("product", 5 * MINUTE_MS, "", stall.product_id, "A mug for every day.")
    block_id = db.write_now(add_block, host, show_id, draft)
    opened: list[Browser] = []

    def open_browser(actor: Actor | None) -> Browser:
        transport = httpx.ASGITransport(app=Curtain(fair, halls), raise_app_exceptions=False)
        browser = Browser(
            transport=transport, base_url=BASE, headers={"origin": BASE, "accept": "text/html", "accept-language": "en"}
        )
        opened.append(browser)
        return in_english(browser if actor is None else enter(db, browser, actor))

    # What is alive belongs to one task from beginning to end, as under a server.
    started, over = asyncio.Event(), asyncio.Event()
    living = asyncio.create_task(_live(fair, halls, started, over))
    await started.wait()
    yield Theatre(db, halls, host, stall, show_id, block_id, open_browser)
    for browser in opened:
        await browser.aclose()
    over.set()
    await living


async def _live(fair: Litestar, halls: Halls, started: asyncio.Event, over: asyncio.Event) -> None:
    async with fair.lifespan(), halls.running():
        started.set()
        await over.wait()


def rows(tx: ReadTx) -> dict[str, int]:
    return {
        name: tx.value(query(int, select(func.count()).select_from(table)))
        for name, table in metadata.tables.items()
        if name not in ITS_OWN
    }


async def post_from(browser: Browser, page: str, url: str, typed: dict[str, str] | None = None) -> httpx.Response:
    """A form of this very page: the hall and the fair each know their own."""
    found = re.search(r'name="csrf" content="([0-9a-f]{64})"', (await browser.get(page)).text)
    assert found
    return await browser.post(url, data={"_csrf_token": found[1], **(typed or {})})


async def until(found: Callable[[], bool]) -> None:
    for _ in range(400):
        if found():
            return
        await asyncio.sleep(0.025)
    raise AssertionError("it never came")


async def begin(theatre: Theatre, browser: Browser) -> str:
    page = f"/studio/shows/{theatre.show_id}/rehearsals"
    begun = await post_from(browser, page, page, {"seed": "7"})
    assert begun.status_code == 303, begun.text
    return str(begun.headers["location"])


async def end(theatre: Theatre, browser: Browser) -> str:
    [rehearsal] = theatre.db.read_now(rehearsals_of, theatre.host, theatre.show_id)
    at = f"/studio/rehearsals/{rehearsal.id}"
    assert (await post_from(browser, at, f"{at}/end")).status_code == 303
    return (await browser.get(at)).text


async def test_a_show_is_rehearsed_in_the_room_itself_and_only_its_grade_comes_into_the_fair(theatre: Theatre) -> None:
    db, browser = theatre.db, theatre.open_browser(theatre.host)
    before = db.read_now(rows)
    console = await begin(theatre, browser)
    page = (await browser.get(console)).text
    assert SIMULATED in page
    assert "Mug" in page
    assert "A mug for every day." in (await browser.get(f"/studio/shows/{theatre.hall.stage.show_id}")).text
    assert (await theatre.open_browser(None).get(console.replace("/studio/rooms", "/live"))).status_code == 404
    assert (await post_from(browser, console, f"{console}/start")).status_code == 303
    hall = theatre.hall
    inner, stage = hall.services.db, hall.stage
    [block_there], [product_there] = stage.blocks, stage.products
    begun = await post_from(browser, console, f"{console}/blocks/{block_there}/begin")
    assert begun.status_code < 400, begun.text
    await until(lambda: len(db.read_now(deeds_of, hall.rehearsal.id)) == 1)
    asked = next(place for place, cue in enumerate(hall.rehearsal.crowd) if cue.kind == "question")
    await hall.crowd.act(0, Cue(0, "line", "来了来了", 1))
    await hall.crowd.act(asked, hall.rehearsal.crowd[asked])
    for who in (1, 2):
        await hall.crowd.act(0, Cue(0, "order", "", who))
    await until(lambda: [each.orders for each in inner.read_now(sold_in, stage.show_id)] == [1])
    [question] = inner.read_now(open_questions, stage.show_id)
    url = f"{console}/questions/{question.id}/answer"
    assert (await post_from(browser, console, url, {"answer": "Of clay."})).status_code < 400
    await until(lambda: len(db.read_now(deeds_of, hall.rehearsal.id)) == 2)
    came = {1, 2, hall.rehearsal.crowd[asked].who}
    assert hall.services.hub.people(f"room:{stage.room_id}") == len(came)
    graded = await end(theatre, browser)
    assert "1 of 2 orders found stock" in graded
    assert SIMULATED not in graded
    done = db.read_now(deeds_of, hall.rehearsal.id)
    assert [(deed.kind, deed.subject) for deed in done] == [("block", theatre.block_id), ("answer", str(asked))]
    assert db.read_now(rows) == before
    assert db.read_now(levels, [theatre.stall.sku_id])[theatre.stall.sku_id].sellable == 1
    assert product_there != theatre.stall.product_id


async def test_whoever_has_no_key_to_the_hall_is_in_the_fair(theatre: Theatre) -> None:
    browser, other = theatre.open_browser(theatre.host), theatre.open_browser(theatre.host)
    console = await begin(theatre, browser)
    rehearsal_id, _, token = str(browser.cookies["lf_rehearsal"]).strip('"').partition("~")
    assert token
    for forged in (f"{rehearsal_id}~", f"{rehearsal_id}~{token[:-1]}", f"nowhere~{token}", "~", "x" * 9_000):
        other.cookies.set("lf_rehearsal", forged, domain="fair.test", path="/")
        assert (await other.get(console)).status_code == 404, forged
    assert (await browser.get(console)).status_code == 200
    at = f"/studio/rehearsals/{rehearsal_id}"
    assert (await post_from(browser, at, f"{at}/leave")).status_code == 303
    assert (await browser.get(console)).status_code == 404
    assert (await post_from(browser, at, f"{at}/enter")).headers["location"] == console
    assert (await browser.get(console)).status_code == 200
    await end(theatre, browser)
    assert (await browser.get(console)).status_code == 404


async def test_halls_are_counted_and_an_ended_rehearsal_makes_room(theatre: Theatre, join: Any) -> None:
    browser, page = theatre.open_browser(theatre.host), f"/studio/shows/{theatre.show_id}/rehearsals"
    console = await begin(theatre, browser)
    elsewhere = theatre.open_browser(theatre.host)
    assert (await post_from(elsewhere, page, page, {"seed": "8"})).status_code == 409
    within = f"/studio/shows/{theatre.hall.stage.show_id}/rehearsals"
    assert (await post_from(browser, console, within, {"seed": "8"})).status_code == 409
    eve = theatre.open_browser(join("eve", "host"))
    at = f"/studio/rehearsals/{theatre.hall.rehearsal.id}"
    assert (await eve.get(at)).status_code == 403
    assert (await post_from(eve, "/studio", f"{at}/enter")).status_code == 403
    assert (await post_from(eve, "/studio", f"{at}/end")).status_code == 403
    await end(theatre, browser)
    assert not theatre.halls.going_on
