"""Every page in a real browser, under the server's own policy: accessible, within its width, without errors."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.web import gallery, preview

pytestmark = pytest.mark.browser

NAMES = sorted(gallery.pages())
# What the samples name but no server here has: pictures, live streams, sockets.
ABSENT = ("404", "ERR_FILE_NOT_FOUND", "WebSocket", "fetching the script")


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Page]:
    yield from page_of(chromium, 390, 844)


@pytest.fixture(scope="module")
def desktop(chromium: Browser) -> Iterator[Page]:
    yield from page_of(chromium, 1440, 900)


def page_of(chromium: Browser, width: int, height: int) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look_at(page: Page, base: str, name: str, locale: str) -> list[str]:
    """Faults of the page: too wide, or something that the browser complained about."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def fail(error: Error) -> None:
        said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    page.goto(f"{base}/?t={name}&l={locale}", wait_until="load")
    if "/_" in name:
        page.evaluate("document.querySelector('dialog.sheet').showModal()")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)
    return [text for text in said if not any(word in text for word in ABSENT)] + [f"{wide} px too wide"] * (wide > 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_on_a_phone_is_accessible_in_chinese(phone: Page, base: str, name: str) -> None:
    assert look_at(phone, base, name, "zh") == []
    assert preview.problems(phone) == []


@pytest.mark.parametrize("name", [name for name in NAMES if "/_" not in name])
def test_a_page_on_a_desktop_fits_in_english(desktop: Page, base: str, name: str) -> None:
    assert look_at(desktop, base, name, "en") == []
