"""Shows of the past: an hour in a room, with viewers, lines, likes, questions, pins and purchases."""

from random import Random

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import MINUTE_MS, SECOND_MS, SYSTEM, Money, ReadTx, Refusal
from livefair.live import Goods, answer, ask, assort, end_show, pin, plan_show, show_for, start_show, vote
from livefair.live.chat import Line, check_line
from livefair.live.coverage import cover_point, coverage_of
from livefair.live.journal import Batch, Tap, journal
from livefair.live.muting import mute_of
from livefair.live.stays import Arrival, Departure
from livefair.shop import Source
from livefair.supply import levels
from livefair.world import doings, words
from livefair.world.evenings import Evening, at_minute
from livefair.world.fair import Customer, Fair, Host

MINUTES = 50
VIEWERS = (18, 70)
TITLES = ("晚间专场 · Evening show", "新品上手 · First look", "老粉福利 · For regulars", "只讲一件 · One thing only")


def play_show(fair: Fair, number: int, rng: Random) -> None:
    host = fair.hosts[number % len(fair.hosts)]
    title = f"{host.name} · {TITLES[number % len(TITLES)]}"
    show_id = fair.db.write_now(plan_show, host.actor, host.room_id, title=title)
    for key in host.goods:
        fair.db.write_now(assort, host.actor, show_id, fair.goods[key].product_id)
    fair.db.write_now(start_show, host.actor, show_id)
    audience = _audience(fair, host, rng)
    _arrive(fair, host, show_id, audience, rng)
    evening = Evening(fair, host, show_id, number, audience, fair.rng(f"evening {number}"))
    for minute in range(MINUTES):
        fair.clock.advance(MINUTE_MS)
        evening.table = host.goods[minute // 8 % len(host.goods)]
        if minute % 8 == 0:
            pin_product(fair, host, evening.table)
        if minute % 2:
            _explain(fair, host, show_id, evening.table)
        at_minute(evening, minute)
        _minute(fair, host, show_id, audience, rng)
        if minute % 6 == 3:
            _question(fair, host, audience, rng)
        if rng.random() < 0.3:
            _purchase(fair, host, audience, minute, rng)
    _leave(fair, show_id, audience)
    fair.db.write_now(end_show, host.actor, show_id)


def _audience(fair: Fair, host: Host, rng: Random) -> list[Customer]:
    """Those who come, without whoever is barred."""
    coming = rng.sample(fair.customers, min(len(fair.customers), rng.randint(*VIEWERS)))
    return [each for each in coming if fair.db.read_now(mute_of, host.room_id, each.actor.id) is None]


def _explain(fair: Fair, host: Host, show_id: str, key: str) -> None:
    """The next thing that has not been said of the product on the table; in half an hour some of it is forgotten."""
    product_id = fair.goods[key].product_id
    show, _ = fair.db.read_now(show_for, host.actor, show_id)
    said = next(each for each in fair.db.read_now(coverage_of, show) if each.product_id == product_id)
    rng = fair.rng(f"explaining {fair.clock()}")
    if said.open_points and rng.random() < 0.8:
        fair.db.write_now(cover_point, host.actor, show_id, product_id, point=said.open_points[0].id)


def pin_product(fair: Fair, host: Host, key: str) -> None:
    fair.db.write_now(pin, host.actor, host.room_id, fair.db.read_now(goods_of, fair.goods[key].product_id))


def goods_of(tx: ReadTx, product_id: str) -> Goods:
    """The product as a room shows it now."""
    card = product_cards(tx, [product_id])[product_id]
    left = sum(level.sellable for level in levels(tx, [sku.id for sku in skus_of(tx, product_id)]).values())
    price = card.price or Money(0)
    return Goods(product_id, None, card.title_zh, card.title_en, price, card.picture_key, left)


def _arrive(fair: Fair, host: Host, show_id: str, audience: list[Customer], rng: Random) -> None:
    arrivals = tuple(
        Arrival(
            _stay(show_id, viewer),
            host.room_id,
            show_id,
            viewer.actor.id,
            rng.choice(("feed", "feed", "video", "profile", "share", "direct")),
            None,
            fair.clock() + rng.randint(0, 5 * MINUTE_MS),
        )
        for viewer in audience
    )
    batch = Batch(f"{show_id}:in", arrivals=arrivals, viewers=((show_id, len(audience)),))
    fair.db.write_now(journal, SYSTEM, batch)


def _leave(fair: Fair, show_id: str, audience: list[Customer]) -> None:
    departures = tuple(Departure(_stay(show_id, viewer), fair.clock()) for viewer in audience)
    fair.db.write_now(journal, SYSTEM, Batch(f"{show_id}:out", departures=departures))


def _minute(fair: Fair, host: Host, show_id: str, audience: list[Customer], rng: Random) -> None:
    speakers = rng.sample(audience, min(len(audience), rng.randint(1, 5)))
    lines = tuple(_say(fair, host, speaker, rng) for speaker in speakers)
    taps = tuple(
        Tap(show_id, viewer.actor.id, "like", rng.randint(1, 12))
        for viewer in rng.sample(audience, min(len(audience), rng.randint(1, 9)))
    )
    fair.db.write_now(journal, SYSTEM, Batch(f"{show_id}:{fair.clock()}", lines, taps))


def _say(fair: Fair, host: Host, speaker: Customer, rng: Random) -> Line:
    line_id = fair.line_id(rng)
    text = words.pick(words.CHAT, speaker.locale, rng)
    return fair.db.read_now(check_line, speaker.actor, host.room_id, line_id=line_id, text=text)


def _question(fair: Fair, host: Host, audience: list[Customer], rng: Random) -> None:
    asker = rng.choice(audience)
    asked, answered = rng.choice(words.QUESTIONS[asker.locale])
    question = fair.db.write_now(ask, asker.actor, host.room_id, text=asked)
    for voter in rng.sample(audience, min(len(audience), rng.randint(0, 8))):
        if question.is_open:
            fair.db.write_now(vote, voter.actor, question.id)
    fair.clock.advance(rng.randint(10 * SECOND_MS, 100 * SECOND_MS))
    if question.is_open and rng.random() < 0.85:
        fair.db.write_now(answer, host.actor, question.id, text=answered)


def _purchase(fair: Fair, host: Host, audience: list[Customer], minute: int, rng: Random) -> None:
    buyer, product = rng.choice(audience), rng.choice(host.goods)
    source = Source(room_id=host.room_id, host_id=host.actor.id)
    sku_id = rng.choice(fair.goods[product].sku_ids)
    try:
        key = f"show {fair.clock()} {minute}"
        payment_id = doings.order(fair.db, buyer, sku_id, rng, source=source, key=key)
    except Refusal:
        return
    doings.pay(fair.db, buyer.actor, payment_id, rng)


def _stay(show_id: str, viewer: Customer) -> str:
    return f"{show_id}:{viewer.actor.id}"
