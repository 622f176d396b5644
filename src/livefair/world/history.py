"""A month in the life of the fair, in steps of a few hours of simulated time."""

import heapq
from random import Random

from livefair.catalog.queries import pictures_of
from livefair.community import find_helpful
from livefair.content import (
    ViewLine,
    comment,
    describe,
    finish_upload,
    journal_views,
    like,
    open_upload,
    publish,
)
from livefair.content.coauthors import accept_coauthorship, ask_coauthor
from livefair.content.topics import set_topics
from livefair.content.videos import shown_video
from livefair.governance import report
from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, SYSTEM, Refusal
from livefair.people import follow, set_avatar
from livefair.people.consents import give_consent
from livefair.shop import NOWHERE, Claim, Source, ask_refund, confirm_receipt, deny_refund, grant_refund, ship_order
from livefair.shop.evidence import keep_evidence
from livefair.shop.fulfilment import line_ids_of
from livefair.shop.queries import OrderCard, line_for_review, open_refunds_of_brand, order_card, orders_of_brand
from livefair.world import doings, words
from livefair.world.artwork import PRODUCTS
from livefair.world.artwork.files import REVIEWS
from livefair.world.asking import Asking
from livefair.world.cast import customer_names
from livefair.world.challenging import challenge_everybody
from livefair.world.circles import Circles
from livefair.world.fair import Customer, Fair, Film
from livefair.world.inventing import Inventing
from livefair.world.lending import lend_and_book
from livefair.world.licensing import Licensing
from livefair.world.paydays import pay_out
from livefair.world.plans import plan_ahead
from livefair.world.premieres import description_of
from livefair.world.setting_up import demo, lower_prices, person
from livefair.world.shows import play_show
from livefair.world.strolling import stroll
from livefair.world.supporting import support_creators

STEP_MS = 6 * HOUR_MS
STEPS_PER_DAY = DAY_MS // STEP_MS
BUYERS_PER_STEP = (2, 7)
SHOW_EVERY = 11
"""Evenings apart on which one of the hosts is on air."""
LEFT_TO_SHIP = 2
"""Steps at the end in which brands do nothing, so that the newcomer has something to ship."""
PAY_STEPS = tuple(STEPS_PER_DAY * day for day in (14, 21, 28))
"""When hosts, brands and the agency ask for what stands ready."""
TOGETHER, TOGETHER_BP = 1, 2_000
"""The film that its author made with another host, and the part of what it earns that is the other's."""
PRICES_FALL_ON = 8
"""The day from which the goods cost less than before."""


def live_through(fair: Fair) -> None:
    """Everything that happened before a newcomer opens the address."""
    month, steps = _Month(fair), fair.plan.days * STEPS_PER_DAY
    for step in range(steps):
        fair.progress("history", step, steps)
        month.step(step)
    fair.progress("history", steps, steps)


class _Month:
    def __init__(self, fair: Fair) -> None:
        self.fair, self.db = fair, fair.db
        names = customer_names(fair.plan.customers, fair.rng("names"))
        rng = fair.rng("arrivals")
        # Many come in the first days, word of mouth brings the rest.
        days = sorted(min(fair.plan.days - 1.0, rng.expovariate(3 / fair.plan.days)) for _ in names)
        self.arrivals = list(zip(days, names, strict=True))
        self.receipts: list[tuple[int, str, int]] = []
        self.film_every = fair.plan.days * STEPS_PER_DAY // (fair.plan.films + 1)
        self.began_ms = fair.clock()
        self.inventing = Inventing(fair)
        self.licensing = Licensing(fair)
        self.circles = Circles(fair)
        self.asking = Asking(fair)

    def step(self, step: int) -> None:
        rng = self.fair.rng(f"step:{step}")
        self._welcome(step, rng)
        if step == STEPS_PER_DAY * PRICES_FALL_ON:
            for product in PRODUCTS:
                lower_prices(self.fair, product)
        if step and step % self.film_every == 0 and len(self.fair.films) < self.fair.plan.films:
            self._show_film(len(self.fair.films))
        if step % SHOW_EVERY == SHOW_EVERY - 4:
            play_show(self.fair, step // SHOW_EVERY, rng)
        if step % STEPS_PER_DAY == STEPS_PER_DAY - 1:
            self.inventing.day(step // STEPS_PER_DAY)
            self.licensing.day(step // STEPS_PER_DAY)
            self.circles.day(step // STEPS_PER_DAY)
            self.asking.day(step // STEPS_PER_DAY)
            stroll(self.fair, step // STEPS_PER_DAY)
        self._watch(rng)
        self._buy(step, rng)
        if step < self.fair.plan.days * STEPS_PER_DAY - LEFT_TO_SHIP:
            self._ship(rng)
        self._receive(rng)
        self._settle_refunds(rng)
        if step in PAY_STEPS:
            pay_out(self.fair, step)
        if step in {60, 90} and self.fair.films:
            self._report_something(rng)
        if step == self.fair.plan.days * STEPS_PER_DAY - 1:
            plan_ahead(self.fair)
            lend_and_book(self.fair)
            challenge_everybody(self.fair)
            support_creators(self.fair)
        self.fair.clock.move_to(self.began_ms + (step + 1) * STEP_MS)
        self.fair.work()

    def _welcome(self, step: int, rng: Random) -> None:
        while self.arrivals and self.arrivals[0][0] * DAY_MS <= (step + 1) * STEP_MS:
            _, (name, locale) = self.arrivals.pop(0)
            number = len(self.fair.customers)
            self._let_in(number, name, locale, rng)
        if step == 0:
            actor = demo(self.fair, "customer")
            address_id = doings.put_address(self.db, actor, "林小满", rng)
            self.fair.welcome(Customer(actor, "小满", "zh", address_id))

    def _let_in(self, number: int, name: str, locale: str, rng: Random) -> None:
        self.fair.clock.advance(rng.randint(SECOND_MS, MINUTE_MS))
        actor = person(self.fair, f"c{number}@example.org", name, locale=locale)
        self.db.write_now(set_avatar, actor, self.fair.file(self.fair.art.avatar(number)))
        if rng.random() < 0.7:
            self.db.write_now(give_consent, actor, "research")
        for host in rng.sample(self.fair.hosts, rng.choice((0, 1, 1, 2))):
            self.db.write_now(follow, actor, host.actor.id)
        address_id = doings.put_address(self.db, actor, name, rng)
        self.fair.welcome(Customer(actor, name, locale, address_id))

    def _show_film(self, index: int) -> None:
        """As its author would: upload, wait until it is processed, describe, publish."""
        fair, art = self.fair, self.fair.art
        key = art.film_product(index).key
        author = next(host.actor for host in fair.hosts if key in host.goods)
        stored, size = fair.file(art.film(index)), art.film(index).stat().st_size
        upload = self.db.write_now(open_upload, author, byte_count=size, key=art.film(index).name)
        self.db.write_now(finish_upload, author, upload.video_id, file_key=stored, byte_count=size)
        fair.work()
        description = description_of(index, fair.goods[key].product_id)
        self.db.write_now(describe, author, upload.video_id, description)
        self.db.write_now(set_topics, author, upload.video_id, list(words.FILM_TOPICS[index]))
        self.db.write_now(publish, author, upload.video_id)
        fair.films.append(Film(upload.video_id, author, key))
        if index == TOGETHER:
            other = next(host.actor for host in fair.hosts if host.actor != author)
            asked = self.db.write_now(ask_coauthor, author, upload.video_id, other.id, share_bp=TOGETHER_BP)
            self.db.write_now(accept_coauthorship, other, asked.id)

    def _watch(self, rng: Random) -> None:
        """Plays, likes and comments of the films that are out."""
        fair, lines = self.fair, []
        for film in fair.films:
            for viewer in rng.sample(fair.customers, min(len(fair.customers), rng.randint(1, 9))):
                watched = rng.randint(1_500, 12_000)
                lines.append(ViewLine(film.video_id, viewer.actor.id, "", fair.clock(), watched, int(watched > 9_500)))
                if rng.random() < 0.25:
                    self.db.write_now(like, viewer.actor, film.video_id)
                if rng.random() < 0.04:
                    text = words.pick(words.COMMENTS, viewer.locale, rng)
                    key = f"{film.video_id}:{fair.clock()}:{viewer.actor.id}"
                    self.db.write_now(comment, viewer.actor, film.video_id, text=text, key=key[:80])
        if lines:
            self.db.write_now(journal_views, SYSTEM, lines)

    def _buy(self, step: int, rng: Random) -> None:
        for number in range(rng.randint(*BUYERS_PER_STEP)):
            self.fair.clock.advance(rng.randint(MINUTE_MS, 20 * MINUTE_MS))
            buyer = rng.choice(self.fair.customers)
            product, source = self._inspiration(buyer, rng)
            sku_id = rng.choice(self.fair.goods[product].sku_ids)
            try:
                payment_id = doings.order(self.db, buyer, sku_id, rng, source=source, key=f"step {step} {number}")
            except Refusal:
                continue  # sold out, or the price had just changed
            doings.pay(self.db, buyer.actor, payment_id, rng)

    def _inspiration(self, buyer: Customer, rng: Random) -> tuple[str, Source]:
        """(product, where the buyer met it)"""
        fair, chance = self.fair, rng.random()
        if fair.films and chance < 0.45:
            film = rng.choice(fair.films)
            return film.goods, Source(video_id=film.video_id, host_id=film.author.id)
        if fair.reviews and chance < 0.65:
            review_id, product, reviewer = rng.choice(fair.reviews)
            return product, Source(review_id=review_id, reviewer_id=reviewer.id)
        return rng.choice(list(fair.goods)), NOWHERE

    def _ship(self, rng: Random) -> None:
        for brand in self.fair.brands:
            cards = self.db.read_now(orders_of_brand, str(brand.organisation_id), state="paid", most=200)
            for card in sorted(cards, key=self._told_apart):
                if rng.random() < 0.75:
                    tracking = f"LF{rng.randint(10**9, 10**10 - 1)}"
                    self.db.write_now(ship_order, brand, card.order.id, carrier="顺丰 SF", tracking=tracking)
                    arrives_ms = self.fair.clock() + rng.randint(30 * HOUR_MS, 4 * DAY_MS)
                    customer = self.fair.seat[card.order.buyer_id]
                    heapq.heappush(self.receipts, (arrives_ms, card.order.id, customer))

    def _told_apart(self, card: OrderCard) -> tuple[int, int, int, int]:
        """Ids of one moment are drawn by lot: by them a world that is made at another hour would take another turn."""
        order = card.order
        return order.placed_at_ms, self.fair.seat[order.buyer_id], order.total_minor, len(card.lines)

    def _told_apart_by_id(self, order_id: str) -> tuple[int, int, int, int]:
        card = self.db.read_now(order_card, order_id)
        return self._told_apart(card) if card else (0, 0, 0, 0)

    def _receive(self, rng: Random) -> None:
        while self.receipts and self.receipts[0][0] <= self.fair.clock():
            _, order_id, number = heapq.heappop(self.receipts)
            buyer = self.fair.customers[number]
            if rng.random() < 0.85:
                try:
                    self.db.write_now(confirm_receipt, buyer.actor, order_id)
                except Refusal:
                    continue  # given back on the way
                self._after_receipt(buyer, order_id, rng)

    def _after_receipt(self, buyer: Customer, order_id: str, rng: Random) -> None:
        card = self.db.read_now(order_card, order_id)
        line = min(card.lines, key=lambda line: (line.title_zh, line.sku_name_zh, line.unit_minor)) if card else None
        if line is None:
            return
        product = next(key for key, goods in self.fair.goods.items() if goods.product_id == line.product_id)
        chance = rng.random()
        if chance < 0.07:
            reason = rng.choice(("changed_mind", "quality"))
            photos = self._evidence(buyer, line.product_id) if reason == "quality" else ()
            claim = Claim(self.db.read_now(line_ids_of, order_id), reason, photo_ids=photos)
            self.db.write_now(ask_refund, buyer.actor, order_id, claim, key=order_id)
        elif chance < 0.55 and self.db.read_now(line_for_review, buyer.actor.id, line.id):
            self._review(buyer, product, line.id, rng)

    def _evidence(self, buyer: Customer, product_id: str) -> tuple[str, ...]:
        """The product's own picture stands in for a photo of the fault."""
        [key] = self.db.read_now(pictures_of, product_id)[:1]
        return (self.db.write_now(keep_evidence, buyer.actor, file_key=key),)

    def _review(self, buyer: Customer, product: str, line_id: str, rng: Random) -> None:
        """With the photo that was made for this product, as long as there is one."""
        for index in range(REVIEWS):
            if index not in self.fair.photos_used and self.fair.art.review(index)[0] == product:
                self.fair.photos_used.add(index)
                try:
                    doings.review(self.fair, index, buyer, product, line_id, rng)
                except Refusal:
                    return  # they have reviewed this product before
                self._vote(rng)
                return

    def _vote(self, rng: Random) -> None:
        review_id, _, reviewer = self.fair.reviews[-1]
        for voter in rng.sample(self.fair.customers, min(len(self.fair.customers), rng.randint(0, 6))):
            if voter.actor.id != reviewer.id:
                self.db.write_now(find_helpful, voter.actor, review_id)

    def _settle_refunds(self, rng: Random) -> None:
        for brand in self.fair.brands:
            asked = self.db.read_now(open_refunds_of_brand, str(brand.organisation_id))
            for refund_id, *_ in sorted(asked, key=lambda one: (one[4], self._told_apart_by_id(one[1]))):
                if rng.random() < 0.8:
                    self.db.write_now(grant_refund, brand, refund_id, restock=True)
                else:
                    self.db.write_now(deny_refund, brand, refund_id, answer="商品已使用。Used; see the photos.")

    def _report_something(self, rng: Random) -> None:
        """A report that waits for the newcomer in the moderator's queue."""
        reporter = rng.choice(self.fair.customers)
        film = rng.choice(self.fair.films)
        shown = self.db.read_now(shown_video, reporter.actor, film.video_id)
        note = "说“全网最低”，查不到。Claims the lowest price anywhere."
        self.db.write_now(report, reporter.actor, shown, reason="false_claim", note=note, key=film.video_id)
