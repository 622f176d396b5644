"""A browser, and the sample pages behind a loopback port."""

import os
import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web import preview

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = preview.Server(("127.0.0.1", 0), preview.Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def camera(chromium: Browser) -> Iterator[Browser]:
    """A second browser, for whoever has a camera."""
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


def chromium_path() -> str | None:
    return os.environ.get("LIVEFAIR_TEST_BROWSER") or shutil.which("chromium")
