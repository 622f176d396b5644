"""Look at every page without a server behind it: `python -m tests.web.preview [--files DIR] [--shots DIR] [NAME…]`.

Serves the samples on a loopback port (`/?t=mall/room.html&l=zh`); with --shots takes pictures in Chromium at phone
and desktop size and runs axe-core on each page.
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from livefair.web.templating import DIST, Pages
from tests.web import gallery, samples

AXE: Final = DIST.parent / "assets/node_modules/axe-core/axe.min.js"
CSP: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' blob: ws: wss:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SIZES: Final = {"m": (390, 844), "d": (1440, 900)}
WCAG: Final = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that turns away is no event."""


class Handler(BaseHTTPRequestHandler):
    pages = Pages()
    files = Path()

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path.startswith("/static/"):
            return self.send_file(DIST / url.path.removeprefix("/static/"))
        if url.path.startswith("/files/"):
            return self.send_file(self.files / url.path.removeprefix("/files/"))
        query = parse_qs(url.query)
        name = query.get("t", ["mall/feed.html"])[0]
        if url.path != "/" or name not in gallery.pages():
            return self.answer(404, b"", "text/plain")
        return self.answer(200, self.page(name, query.get("l", ["zh"])[0]).encode(), "text/html; charset=utf-8")

    def page(self, name: str, locale: str) -> str:
        name = name.replace("_feed_items", "feed")
        path, context = gallery.pages()[name]
        shell = samples.shell(locale, path)
        html = self.pages.render(name, shell, context)
        if "/_" not in name:
            return html
        # A fragment is looked at where it is used: in the sheet over a room.
        room = self.pages.render(
            "mall/room.html", samples.shell(locale, "/live/room-1"), gallery.pages()["mall/room.html"][1]
        )
        return room.replace('<div id="sheet"></div>', f'<div id="sheet">{html}</div>')

    def send_file(self, path: Path) -> None:
        if not path.is_file():
            return self.answer(404, b"", "text/plain")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return self.answer(200, path.read_bytes(), kind)

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CSP)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def problems(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8") + ";0")
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(WCAG)}}})")
    return [
        f"{v['impact']} {v['id']} ×{len(v['nodes'])}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:240]}"
        for v in found["violations"]
    ]


def shoot(browser: Browser, base: str, name: str, locale: str, out: Path) -> list[str]:
    faults = []
    for size, (width, height) in SIZES.items():
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=1.5 if size == "m" else 1
        )
        said: list[str] = []
        page.on("console", lambda m, said=said: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e, said=said: said.append(f"pageerror {e}"))
        page.goto(f"{base}/?t={name}&l={locale}", wait_until="load")
        page.wait_for_function("document.fonts.status === 'loaded'")
        if "/_" in name:
            page.evaluate("document.querySelector('dialog.sheet').showModal()")
        page.wait_for_timeout(700)
        tall = "immersive" not in (page.get_attribute("body", "class") or "")
        page.screenshot(path=out / f"{name.replace('/', '-')}-{locale}-{size}.png", full_page=tall)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{name} {locale} {size}: {text}" for text in problems(page)]
        faults += [f"{name} {locale} {size}: {overflow} px too wide"] if overflow > 0 else []
        faults += [
            f"{name} {locale} {size}: console {text[:200]}" for text in said if "404" not in text and "ws:" not in text
        ]
        page.close()
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--files", type=Path, default=Path())
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--locales", default="zh")
    options = parser.parse_args()
    Handler.files = options.files
    server = Server(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    if not options.shots:
        sys.stdout.write(f"{base}/?t=mall/feed.html&l=zh\n")
        server.serve_forever()
        return
    Thread(target=server.serve_forever, daemon=True).start()
    options.shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        for name in options.names or gallery.pages():
            for locale in options.locales.split(","):
                for fault in shoot(browser, base, name, locale, options.shots):
                    sys.stdout.write(fault + "\n")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
