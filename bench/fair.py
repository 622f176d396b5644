"""A small fair for measuring pages: products with prices and stock, films, a room on air, a reader with a session."""

from pathlib import Path
from typing import NamedTuple

from tests.web.goods import stocked_product
from tests.web.town import KEY, built

import livefair.world.tables  # noqa: F401 (every package's tables and listeners)
from livefair import catalog, content
from livefair.content import Description, Processed, finish_upload, open_upload
from livefair.content.processing import begin_processing, finish_processing
from livefair.kernel import SYSTEM, Actor, Database, Money
from livefair.kernel.runner import run_due_now
from livefair.kernel.schema import upgrade
from livefair.people.sign_in import open_session
from livefair.people.tokens import make_token

PRODUCTS = 48
FILMS = 12


class Fair(NamedTuple):
    url: str
    session: str
    token: str
    product_id: str


def fair_in(folder: Path) -> Fair:
    url = f"sqlite:///{folder / 'fair.db'}"
    upgrade(url)
    db = Database(url)
    town = built(db)
    brand, host, reader = town.people["brand"], town.people["host"], town.people["customer"]
    for n in range(PRODUCTS):
        goods = stocked_product(db, brand, n=n)
        db.write_now(catalog.add_picture, brand, goods.product_id, f"{KEY}.webp")
        for minor in (13_900, 11_900 + n):
            db.write_now(catalog.set_price, brand, goods.sku_id, Money(minor))
    for n in range(FILMS):
        film(db, host, town.product_id, n)
    run_due_now(db)
    session = db.write_now(open_session, reader, reader.id, agent="bench", address="127.0.0.1")
    token = db.write_now(make_token, reader, name="bench")
    db.close()
    return Fair(url, session, token, town.product_id)


def film(db: Database, host: Actor, product_id: str, n: int) -> None:
    slot = db.write_now(open_upload, host, byte_count=10, key=f"film-{n}")
    db.write_now(finish_upload, host, slot.video_id, file_key=f"{KEY}.mp4", byte_count=10)
    db.write_now(begin_processing, SYSTEM, slot.video_id)
    db.write_now(
        finish_processing, SYSTEM, slot.video_id, Processed(f"{KEY}.mp4", None, f"{KEY}.webp", 720, 1280, 9_000)
    )
    words = Description(f"Film {n}", "What a day", (product_id,), "commission")
    db.write_now(content.describe, host, slot.video_id, words)
    db.write_now(content.publish, host, slot.video_id)
