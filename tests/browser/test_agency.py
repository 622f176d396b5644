"""A season of an agency from its first host to its books; others act behind the scenes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from livefair.kernel import DAY_MS, GUEST, HOUR_MS, SYSTEM, Actor, Database, Money
from livefair.kernel.clock import wall_clock
from livefair.live import open_room, plan_show
from livefair.live.briefs import briefs_of_host, deliver_brief
from livefair.live.knowledge import subject_called, take_quiz
from livefair.people import actor_of, give_role, sign_up
from livefair.people.organisations import accept_contract, roster_of
from livefair.supply.deals import deals_of_host
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.resources import ResourceDraft, offer_resource
from livefair.web.deal_forms import day_of
from livefair.web.labels import label
from livefair.world import invariants
from tests.browser.fair import DESKTOP, Visitor, peopled, running
from tests.browser.trading import EN, acting, mail_of, opened, registers
from tests.stall import set_up
from tests.supply.agreeing import Fair, sign_newest, terms

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_season_of_an_agency_from_its_first_host_to_its_books(chromium: Browser, tmp_path: Path) -> None:
    people = peopled(tmp_path, locale=EN)
    with running(tmp_path) as address, opened(tmp_path) as db:
        mcn = Visitor(chromium, address, "mcn", DESKTOP, locale=EN)
        registers(mcn, "mcn", "Bright Agency")
        agency = acting(db, "Bright Agency")
        hosts = new_hosts(db)
        invites(mcn, db, agency, hosts)
        applies_for_all(mcn, db, hosts)
        books_a_studio(mcn, db, people["brand"], hosts[0])
        asks_its_hosts(mcn, db, hosts)
        hands_a_show_over(mcn, db, hosts)
        lets_a_host_go(mcn, hosts[2])
        takes_the_books_along(mcn)
        assert mcn.wrong == []
        assert db.read_now(invariants.breaches) == []


def new_hosts(db: Database) -> list[Actor]:
    found = []
    for name in ("Ida", "Jo", "Kai"):
        person = db.write_now(sign_up, GUEST, email=mail_of(name), name=name, password_hash="none", locale=EN)
        db.write_now(give_role, SYSTEM, person, "host")
        found.append(db.read_now(actor_of, person))
    return found


def invites(mcn: Visitor, db: Database, agency: Actor, hosts: list[Actor]) -> None:
    """Three by their address, one after another; each accepts."""
    mcn.page.goto("/studio/roster")
    for name in ("Ida", "Jo", "Kai"):
        mcn.page.locator("[name=email]").fill(mail_of(name))
        mcn.page.locator("[name=share]").fill("25")
        mcn.button("Invite").click()
        mcn.sees(row_of(mcn, name))
    by_host = {contract.host_id: contract.id for contract in db.read_now(roster_of, agency.organisation_id or "")}
    for host in hosts:
        db.write_now(accept_contract, host, by_host[host.id])
    mcn.page.reload()
    expect(mcn.page.get_by_text(mcn.words("Invited"), exact=True)).to_have_count(0)
    expect(mcn.page.get_by_text("25%")).to_have_count(3)


def row_of(mcn: Visitor, name: str) -> Locator:
    return mcn.page.get_by_role("row", name=name)


def applies_for_all(mcn: Visitor, db: Database, hosts: list[Actor]) -> None:
    """For an open offer; each host has it to sign."""
    stall = set_up(db, joiner(db), name="maker")
    agreed = terms(Fair(stall, hosts[0], hosts[1]))
    db.write_now(publish_offer, stall.brand, OfferDraft("Spring", agreed))
    mcn.page.goto("/studio/deals")
    form = mcn.page.locator("form[action$='/apply']")
    for name in ("Ida", "Jo", "Kai"):
        form.get_by_role("checkbox", name=name).check()
    mcn.button("Apply for these hosts").click()
    mcn.page.wait_for_url(re.compile("/studio/deals$"))
    for host in hosts:
        [deal] = db.read_now(deals_of_host, host.id)
        sign_newest(Fair(stall, host, host), host, deal.id)


def joiner(db: Database) -> Callable[..., Actor]:
    """As the fixture of tests/conftest.py."""

    def make(name: str, *_roles: str) -> Actor:
        person = db.write_now(sign_up, GUEST, email=mail_of(name), name=name, password_hash="none", locale=EN)
        return db.read_now(actor_of, person)

    return make


def books_a_studio(mcn: Visitor, db: Database, owner: Actor, host: Actor) -> None:
    resource = db.write_now(offer_resource, owner, ResourceDraft("studio", "Studio North", "", Money(0)))
    mcn.page.goto(f"/resources/{resource}")
    tomorrow = (wall_clock() + 2 * DAY_MS) // HOUR_MS * HOUR_MS
    at = mcn.page.evaluate(
        "ms => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 16)", tomorrow
    )
    mcn.page.locator("[name=starts_at]").fill(at)
    mcn.page.locator("[name=host_id]").select_option(host.id)
    mcn.button("Book").click()
    mcn.sees(mcn.page.get_by_text("Ida").first)


def asks_its_hosts(mcn: Visitor, db: Database, hosts: list[Actor]) -> None:
    """A brief with goods of a signed deal, delivered and accepted; a quiz, passed; and a member who plans."""
    mcn.page.goto("/studio/briefs")
    giving = mcn.page.locator("form[action='/studio/briefs']")
    giving.locator("[name=host_id]").select_option(label="Ida")
    giving.locator("[name=title]").fill("Two pots")
    giving.locator("[name=due_on]").fill(day_after(3))
    giving.get_by_role("checkbox").first.check()
    mcn.button("Send the brief").click()
    mcn.sees(mcn.page.get_by_text("Two pots"))
    [brief] = db.read_now(briefs_of_host, hosts[0].id)
    db.write_now(deliver_brief, hosts[0], brief.id, text="Both shown")
    learning = mcn.page.locator("form[action='/studio/training']")
    learning.locator("[name=host_id]").select_option(label="Jo")
    learning.locator("[name=category]").select_option("food")
    learning.locator("[name=learn_by]").fill(day_after(5))
    mcn.button("Ask for it").click()
    mcn.sees(mcn.page.get_by_text(mcn.words("Not passed yet")))
    db.write_now(take_quiz, hosts[1], "food", answers=[one.right for one in subject_called("food").questions])
    mcn.button("Accept").click()
    mcn.sees(mcn.page.get_by_text(label("brief", "accepted", EN), exact=True))
    expect(mcn.page.get_by_text(mcn.words("Not passed yet"))).to_have_count(0)
    mcn.page.goto("/studio/team")
    mcn.page.locator("[name=email]").fill(mail_of("Kai"))
    mcn.button("Add").click()
    mcn.sees(mcn.page.get_by_role("main").get_by_text("Kai"))


def day_after(days: int) -> str:
    return day_of(wall_clock() + days * DAY_MS)


def hands_a_show_over(mcn: Visitor, db: Database, hosts: list[Actor]) -> None:
    """Ida is ill: her show is Jo's."""
    rooms = [db.write_now(open_room, host, title=f"Room {n}") for n, host in enumerate(hosts)]
    at_ms = wall_clock() + DAY_MS
    db.write_now(plan_show, hosts[0], rooms[0], title="Tea at eight", planned_at_ms=at_ms)
    mcn.page.goto("/studio/roster")
    form = mcn.page.locator("form[action='/studio/roster/shows']")
    form.locator("[name=host_id]").select_option(label="Jo")
    mcn.button("Hand over").click()
    mcn.sees(mcn.page.locator("li", has_text="Tea at eight").get_by_text("· Jo"))


def lets_a_host_go(mcn: Visitor, host: Actor) -> None:
    mcn.page.locator("tr", has_text="Kai").get_by_role("button").click()
    expect(mcn.page.locator("tr", has_text="Kai")).to_have_count(0)


def takes_the_books_along(mcn: Visitor) -> None:
    with mcn.page.expect_download() as coming:
        mcn.link("Export the books").click()
    assert coming.value.suggested_filename == "livefair-books.csv"
    mcn.page.goto("/studio/statement")
    mcn.sees(mcn.page.get_by_role("main"))
