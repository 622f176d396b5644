"""A show as it is prepared, carried into a database of its own, where it can be played and nothing of it counts.

What is carried goes through the same use cases as in the fair: the host's goods belong to one brand there, at the
prices that the host would sell at and with the stock that there is.
"""

from contextlib import suppress
from typing import NamedTuple

from livefair.catalog import Statement, Words, add_picture, add_sku, create_product, facts_of, product_for, state_fact
from livefair.catalog.queries import categories_of, pictures_of, skus_of
from livefair.catalog.rules import REGULATED
from livefair.governance import publish_shipped_rules
from livefair.kernel import GUEST, SYSTEM, Actor, Database, Money, ReadTx, Refusal
from livefair.live import assort, open_room, plan_show
from livefair.live.assortments import assortment_of, cast_product
from livefair.live.knowledge import passed_at_ms, subject_called, take_quiz
from livefair.live.planning import plan_of, show_to_plan
from livefair.live.run_of_show import BlockDraft, add_block, follow_clock, run_of
from livefair.people import actor_of, become_host, found_organisation, person_for, set_avatar, sign_up
from livefair.people.sign_in import open_session
from livefair.supply import agreed_prices, levels, receive, set_commission
from livefair.value import publish_shipped_share_rules

WARES_MAX = 60
SKUS_MAX = 40
NO_PASSWORD = "nobody signs in here with a password"


class Ware(NamedTuple):
    """A product of the show; `skus` are names, price and pieces left."""

    product_id: str
    words: Words
    pictures: list[str]
    facts: list[Statement]
    skus: list[tuple[str, str, Money, int]]
    points: str
    role: str | None


class Script(NamedTuple):
    """Everything of a planned show that its host works with on air. `blocks` go with the ids they have in the plan."""

    host_name: str
    locale: str
    avatar_key: str | None
    room_title: str
    room_about: str
    title: str
    scene: str
    wares: list[Ware]
    blocks: list[tuple[str, BlockDraft]]
    quizzes: list[str]
    is_clocked: bool


class Mounted(NamedTuple):
    """The show in its own database. `token` opens the host's session there; `products` and `blocks` lead from the
    ids there to those of the plan.
    """

    host: Actor
    token: str
    room_id: str
    show_id: str
    products: dict[str, str]
    blocks: dict[str, str]


def script_of(tx: ReadTx, actor: Actor, show_id: str) -> Script:
    """For those who prepare the show."""
    show, room = show_to_plan(tx, actor, show_id)
    host, run = person_for(tx, SYSTEM, room.host_id), run_of(tx, show_id)
    listed = {each.product_id: each for each in assortment_of(tx, show_id)}
    wanted = list(dict.fromkeys([*listed, *(block.product_id for block in run if block.product_id)]))[:WARES_MAX]
    wares = []
    for product_id in wanted:
        known = listed.get(product_id)
        ware = _ware(tx, actor, room.host_id, product_id)
        wares.append(ware._replace(points=known.talking_points, role=known.role) if known else ware)
    kinds = sorted(set(categories_of(tx, wanted).values()) & REGULATED)
    return Script(
        host_name=host.name,
        locale=host.locale or "zh",
        avatar_key=host.avatar_key,
        room_title=room.title,
        room_about=room.about,
        title=show.title,
        scene=show.scene,
        wares=wares,
        blocks=[
            (each.id, BlockDraft(each.kind, each.lasts_ms, each.title, each.product_id, each.script, each.layout))
            for each in run
        ],
        quizzes=[kind for kind in kinds if passed_at_ms(tx, room.host_id, kind) is not None],
        is_clocked=plan_of(tx, show_id).clocked_at_ms is not None,
    )


def _ware(tx: ReadTx, actor: Actor, host_id: str, product_id: str) -> Ware:
    product, skus = product_for(tx, actor, product_id), skus_of(tx, product_id)[:SKUS_MAX]
    ids = [sku.id for sku in skus]
    agreed, stock = agreed_prices(tx, host_id, ids), levels(tx, ids)
    texts = (product.title_zh, product.title_en, product.about_zh, product.about_en, product.category)
    return Ware(
        product_id=product_id,
        words=Words(*texts),
        pictures=pictures_of(tx, product_id),
        facts=[
            Statement(fact.name_zh, fact.name_en, fact.value_zh, fact.value_en, fact.source)
            for fact in facts_of(tx, product_id)
        ],
        skus=[
            (
                sku.name_zh,
                sku.name_en,
                Money(min(sku.price_minor, agreed.get(sku.id, sku.price_minor)), sku.currency),
                stock[sku.id].sellable if sku.id in stock else 0,
            )
            for sku in skus
        ],
        points="",
        role=None,
    )


def mount(db: Database, script: Script) -> Mounted:
    """Into an empty database with all its tables."""
    db.write_now(publish_shipped_rules, SYSTEM)
    db.write_now(publish_shipped_share_rules, SYSTEM)
    brand = _brand(db)
    products = {ware.product_id: _lay_out(db, brand, ware) for ware in script.wares}
    host = _host(db, script)
    room_id = db.write_now(open_room, host, title=script.room_title, about=script.room_about)
    show_id = db.write_now(plan_show, host, room_id, title=script.title, scene=script.scene)
    for ware in script.wares:
        db.write_now(assort, host, show_id, products[ware.product_id], talking_points=ware.points)
        db.write_now(cast_product, host, show_id, products[ware.product_id], role=ware.role)
    blocks = {}
    for block_id, draft in script.blocks:
        there = draft._replace(product_id=products.get(draft.product_id or ""))
        blocks[db.write_now(add_block, host, show_id, there)] = block_id
    if script.is_clocked:
        db.write_now(follow_clock, host, show_id, clocked=True)
    token = db.write_now(open_session, GUEST, host.id, agent="rehearsal", address="127.0.0.1")
    return Mounted(host, token, room_id, show_id, {there: here for here, there in products.items()}, blocks)


def _brand(db: Database) -> Actor:
    person_id = db.write_now(
        sign_up, GUEST, email="brand@rehearsal.example", name="Brand", locale="zh", password_hash=NO_PASSWORD
    )
    founder = db.read_now(actor_of, person_id)
    db.write_now(found_organisation, founder, kind="brand", name="彩排品牌 Rehearsal brand")
    return db.read_now(actor_of, person_id)


def _host(db: Database, script: Script) -> Actor:
    person_id = db.write_now(
        sign_up,
        GUEST,
        email="host@rehearsal.example",
        name=script.host_name,
        locale=script.locale,
        password_hash=NO_PASSWORD,
    )
    actor = db.read_now(actor_of, person_id)
    db.write_now(become_host, actor)
    if script.avatar_key:
        db.write_now(set_avatar, actor, script.avatar_key)
    actor = db.read_now(actor_of, person_id)
    for kind in script.quizzes:
        db.write_now(take_quiz, actor, kind, answers=[question.right for question in subject_called(kind).questions])
    return actor


def _lay_out(db: Database, brand: Actor, ware: Ware) -> str:
    product_id = db.write_now(create_product, brand, ware.words)
    for picture in ware.pictures:
        db.write_now(add_picture, brand, product_id, picture)
    for fact in ware.facts:
        with suppress(Refusal):  # a claim that today's rules would not take: the show goes on without it
            db.write_now(state_fact, brand, product_id, fact)
    for name_zh, name_en, price, left in ware.skus:
        sku_id = db.write_now(add_sku, brand, product_id, name_zh=name_zh, name_en=name_en, price=price)
        if left > 0:
            db.write_now(receive, brand, sku_id, quantity=left, key="opening")
    db.write_now(set_commission, brand, product_id, 1_000)
    return product_id
