"""What the walks of a brand and of an agency share: the same database for whoever has no browser here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from livefair.kernel import Actor, Database
from livefair.kernel.clock import wall_clock
from livefair.people import actor_of, person_called
from livefair.web.labels import label
from tests.browser.fair import PASSWORD, Visitor
from tests.stall import Stall

EN = "en"


class Behind(NamedTuple):
    """The same database, for whoever has no browser here."""

    db: Database
    people: dict[str, Actor]
    brand: Actor
    product_id: str = ""
    sku_id: str = ""

    @property
    def stall(self) -> Stall:
        return Stall(self.db, self.brand, self.product_id, self.sku_id)


class Ahead:
    """The program's own time, or a little later."""

    def __init__(self) -> None:
        self._ms = 0

    def __call__(self) -> int:
        return wall_clock() + self._ms

    def advance(self, ms: int) -> None:
        self._ms += ms


@contextmanager
def opened(home: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{home}/livefair.db", clock=Ahead())
    yield db
    db.close()


def registers(visitor: Visitor, role: str, name: str) -> None:
    page = visitor.page
    page.goto("/signup")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(mail_of(name))
    page.locator("[name=password]").fill(PASSWORD)
    visitor.picks(label("role", role, EN))
    page.locator("[name=terms]").check()
    visitor.button("Make the account").click()
    page.wait_for_url(re.compile("/(?!signup)[^/]*$"))


def mail_of(name: str) -> str:
    return f"{name.replace(' ', '').lower()}@fair.example"


def acting(db: Database, name: str) -> Actor:
    person_id = db.read_now(person_called, mail_of(name))
    assert person_id
    return db.read_now(actor_of, person_id)
