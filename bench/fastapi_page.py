"""The same page by other means: FastAPI, sqlite3 with hand-written statements, the same Jinja template.

A session is looked up, the counts beside the bag and the bell and 24 products with the truth about their prices are
read, and the search page is rendered for the reader. Nothing else: no request ids, no metrics, no safety headers.
"""

import argparse
import hashlib
import json
import socket
import sqlite3
import time
from itertools import groupby

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from livefair.kernel import Money
from livefair.web import csrf
from livefair.web.callers import SESSION_COOKIE
from livefair.web.goods import GoodView
from livefair.web.templating import Pages, Shell, Viewer

MONTH_MS = 30 * 24 * 3600 * 1000
SESSION = """
    SELECT p.id, p.name FROM session s JOIN person p ON p.id = s.person_id
    WHERE s.token_hash = ? AND s.ended_at_ms IS NULL AND s.expires_at_ms > ? AND p.closed_at_ms IS NULL"""
ROLES = "SELECT role FROM person_role WHERE person_id = ?"
CART = "SELECT count(*) FROM cart_line WHERE buyer_id = ?"
UNREAD = "SELECT count(*) FROM notice WHERE person_id = ? AND read_at_ms IS NULL"
REMINDERS = """
    SELECT count(*) FROM live_reminder r JOIN live_show s ON s.id = r.show_id
    WHERE r.person_id = ? AND r.given_at_ms IS NOT NULL AND r.read_at_ms IS NULL AND s.cancelled_at_ms IS NULL"""
PRODUCTS = """
    SELECT p.id, p.title_en, p.model_key, c.file_key FROM product p
    LEFT JOIN product_picture c ON c.product_id = p.id AND c.position = 0
    WHERE p.state = 'listed' AND p.hidden_case_id IS NULL ORDER BY p.id DESC LIMIT 24"""
SKUS = """
    SELECT s.product_id, s.id, s.price_minor, s.currency, t.on_hand - t.reserved FROM sku s
    JOIN stock t ON t.sku_id = s.id WHERE s.retired_at_ms IS NULL
    AND s.product_id IN (SELECT value FROM json_each(?)) ORDER BY s.product_id, s.price_minor"""
PRICES = """
    SELECT sku_id, from_at_ms, price_minor FROM price
    WHERE sku_id IN (SELECT value FROM json_each(?)) ORDER BY sku_id, seq"""
SOLD = """
    SELECT l.product_id, sum(l.quantity) FROM order_line l JOIN orders o ON o.id = l.order_id
    WHERE l.product_id IN (SELECT value FROM json_each(?)) AND o.state IN ('paid', 'shipped', 'delivered')
    GROUP BY l.product_id"""


def goods(db: sqlite3.Connection, now_ms: int) -> list[GoodView]:
    rows = db.execute(PRODUCTS).fetchall()
    ids = json.dumps([row[0] for row in rows])
    skus = {key: list(each) for key, each in groupby(db.execute(SKUS, (ids,)), key=lambda row: row[0])}
    cheapest = json.dumps([each[0][1] for each in skus.values()])
    prices = {key: list(each) for key, each in groupby(db.execute(PRICES, (cheapest,)), key=lambda row: row[0])}
    sold = dict(db.execute(SOLD, (ids,)).fetchall())
    found = []
    for product_id, title, model_key, picture in rows:
        _, sku_id, minor, currency, _ = skus[product_id][0]
        points = prices[sku_id]
        before = next((point[2] for point in reversed(points) if point[2] != minor), 0)
        at_start = [point[2] for point in points if point[1] <= now_ms - MONTH_MS][-1:]
        lowest = min(at_start + [point[2] for point in points if point[1] > now_ms - MONTH_MS])
        found.append(
            GoodView(
                id=product_id,
                title=title,
                picture_url=f"/files/{picture}" if picture else None,
                price=Money(minor, currency),
                was=Money(before, currency) if before > minor else None,
                sold=sold.get(product_id, 0),
                left=sum(sku[4] for sku in skus[product_id]),
                lowest_30d=Money(lowest, currency),
                has_model=model_key is not None,
            )
        )
    return found


def app_on(path: str, secret: str) -> FastAPI:
    app, pages = FastAPI(), Pages()
    db = sqlite3.connect(path, isolation_level=None)

    @app.get("/search", response_class=HTMLResponse)
    async def show(request: Request) -> Response:
        now_ms = time.time_ns() // 1_000_000
        token = request.cookies.get(SESSION_COOKIE, "")
        person = db.execute(SESSION, (hashlib.sha256(token.encode()).hexdigest(), now_ms)).fetchone()
        if person is None:
            return RedirectResponse("/signin")
        roles = frozenset(row[0] for row in db.execute(ROLES, person[:1]))
        in_cart, unread, reminders = (db.execute(text, person[:1]).fetchone()[0] for text in (CART, UNREAD, REMINDERS))
        shell = Shell(
            locale="en",
            csrf_token=csrf.token_for(secret, token),
            now_ms=now_ms,
            path="/search",
            me=Viewer(person[0], person[1], None, roles),
            cart_count=in_cart,
            unread_count=unread + reminders,
        )
        context = {"q": "", "popular": [], "goods": goods(db, now_ms), "found": None}
        return HTMLResponse(pages.render("mall/search.html", shell, context))

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    app = app_on(options.database.removeprefix("sqlite:///"), "bench")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with socket.create_server(("127.0.0.1", options.port), backlog=256) as listener:
        print("ready", flush=True)
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
