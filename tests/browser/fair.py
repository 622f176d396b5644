"""The real program as a process of its own with an empty world, and people at browsers of theirs."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from livefair.kernel import GUEST, SYSTEM, Actor, Database
from livefair.people import actor_of, found_organisation, give_role, sign_up
from livefair.people.organisations import accept_contract, invite_host
from livefair.people.passwords import hash_password
from livefair.value import publish_shipped_share_rules
from livefair.web.i18n import gettext
from tests.migrated import put_migrated

PASSWORD = "seven good horses"
PHONE, DESKTOP = (390, 844), (1440, 900)
START_S_MAX = 60
PATIENCE_MS = 30_000
PEOPLE = {
    "host": ("Lin", "en", "host"),
    "brand": ("Yun", "en", "brand"),
    "mcn": ("Mei", "en", "mcn"),
    "operator": ("Ota", "en", "operator"),
    "ana": ("Ana", "zh", "customer"),
    "ben": ("Ben", "en", "customer"),
}


def peopled(home: Path, *, locale: str | None = None) -> dict[str, Actor]:
    """An empty world with a person of each trade in it; the host is under contract with the agency for 30 %.

    All of them read this language, if one is given.
    """
    db = Database(put_migrated(home / "livefair.db"))
    db.write_now(publish_shipped_share_rules, SYSTEM)
    secret = hash_password(PASSWORD)
    people = {}
    for key, (name, own, role) in PEOPLE.items():
        person = db.write_now(sign_up, GUEST, email=email(key), name=name, password_hash=secret, locale=locale or own)
        if role in {"brand", "mcn"}:
            db.write_now(found_organisation, Actor(person), kind=role, name=f"The {role}")
        db.write_now(give_role, SYSTEM, person, role)
        people[key] = db.read_now(actor_of, person)
    host = people["host"]
    contract = db.write_now(invite_host, people["mcn"], host.id, share_bp=3_000, ends_at_ms=db.clock() + 10**10)
    db.write_now(accept_contract, host, contract)
    db.close()
    return people


def email(key: str) -> str:
    return f"{key}@fair.example"


@contextmanager
def running(home: Path, *more: str) -> Iterator[str]:
    """The program's address, for as long as the block lasts; then it must stop as asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIVEFAIR_")}
    words = ["--home", str(home), "--port", str(port), "--rtmp-port", "0", "--crowd", "0", "--fast-seats", "1", *more]
    with (home / "said.log").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "livefair.cli", "run", *words],
            start_new_session=True, stdout=said, stderr=subprocess.STDOUT,
            env={**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + START_S_MAX
            while not answers(f"{address}/readyz"):
                assert process.poll() is None, (home / "said.log").read_text()
                assert time.monotonic() < deadline, (home / "said.log").read_text()
                time.sleep(0.1)
            yield address
            process.send_signal(signal.SIGINT)
            assert process.wait(START_S_MAX) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def picture(name: str, colour: str) -> FilePayload:
    data = io.BytesIO()
    Image.new("RGB", (640, 640), colour).save(data, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": data.getvalue()}


class Visitor:
    """Somebody at a browser, who reads the fair in their own language and finds things by the words on them."""

    def __init__(
        self, chromium: Browser, address: str, key: str, size: tuple[int, int], *,
        scripts: bool = True, locale: str | None = None,
    ) -> None:  # fmt: skip
        self.key, self.locale = key, locale or PEOPLE[key][1]
        context = chromium.new_context(
            base_url=address, locale={"zh": "zh-CN", "en": "en-GB"}[self.locale],
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on(
            "response", lambda got: self.wrong.append(f"{got.status} {got.url}") if got.status >= 500 else None
        )

    def words(self, message: str, **params: object) -> str:
        found = gettext(message, self.locale)
        assert self.locale == "en" or found != message, f"no translation of {message!r}"
        return found % params if params else found

    def button(self, message: str, within: Locator | None = None, **params: object) -> Locator:
        return (within or self.page).get_by_role("button", name=self.words(message, **params))

    def link(self, message: str, within: Locator | None = None, **params: object) -> Locator:
        return (within or self.page).get_by_role("link", name=self.words(message, **params))

    def heading(self, message: str) -> Locator:
        return self.page.get_by_role("heading", name=self.words(message))

    def type_in(self, message: str, text: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(self.words(message), exact=True).fill(text)

    def sees(self, found: Locator) -> Locator:
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def picks(self, name: str) -> None:
        """A choice whose radio button is drawn by its label."""
        radio = self.page.get_by_role("radio", name=name, exact=True)
        radio.focus()
        radio.press("Space")
        expect(radio).to_be_checked()

    def signs_in(self, there: str) -> None:
        self.page.goto(f"/signin?next={there}")
        self.type_in("E-mail", email(self.key))
        self.type_in("Password", PASSWORD)
        self.button("Sign in").click()
        self.page.wait_for_url(re.compile(re.escape(there) + "$"))

    @property
    def sheet(self) -> Locator:
        return self.page.get_by_role("dialog")

    def sees_the_picture_move(self) -> None:
        """Until the live picture plays and has gone on by half a second of its own time."""
        expect(self.page.locator("lf-player[data-state=playing]")).to_be_attached(timeout=PATIENCE_MS)
        self.sees_it_play(self.page.locator("lf-player video"))

    def sees_it_play(self, video: Locator) -> None:
        element = video.element_handle()
        start = element.evaluate("video => video.currentTime")
        script = "([video, start]) => Math.abs(video.currentTime - start) > 0.5"
        self.page.wait_for_function(script, arg=[element, start], polling=100)
