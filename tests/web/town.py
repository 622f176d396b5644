"""A small town for tests of pages: a person of each role, goods, a room on air, a video, an order, a review, a case."""

from typing import NamedTuple

from livefair import catalog, content, live, shop, supply
from livefair.catalog.stories import StoryWords, tell_story
from livefair.community import IdeaDraft, ReviewDraft, keep_photo, publish_idea, publish_review
from livefair.content import Description, Processed, finish_upload, open_upload
from livefair.content.processing import begin_processing, finish_processing
from livefair.governance import publish_shipped_rules, report
from livefair.kernel import DAY_MS, GUEST, MINUTE_MS, SYSTEM, Actor, Database, Money
from livefair.kernel.runner import run_due_now
from livefair.live.chat import check_line
from livefair.live.cohosting import accept_terms, ask_for_seat
from livefair.live.draws import Terms as DrawTerms
from livefair.live.draws import enter_draw, open_draw
from livefair.live.gifts import Giving, send_gift
from livefair.live.journal import Batch, journal
from livefair.live.polls import Asking, Choice, choose, open_poll
from livefair.live.rehearsals import begin_rehearsal
from livefair.live.restocks import ask_for_more
from livefair.live.rooms import room_for
from livefair.live.run_of_show import BlockDraft, add_block
from livefair.live.showing import goods_now
from livefair.live.shown import shown
from livefair.live.tasks import TaskDraft, open_task
from livefair.live.violations import violations_of
from livefair.people import ROLES, actor_of, found_organisation, give_role, sign_up
from livefair.people.organisations import accept_contract, invite_host
from livefair.shop import Notification, Place, add_address, settle_notification
from livefair.shop.payments import orders_of_payment
from livefair.shop.queries import order_card
from livefair.supply.deals import take_offer
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.purchasing import draft_purchase
from livefair.supply.rules.deals import AgreedPrice, Terms
from livefair.value import publish_shipped_share_rules
from livefair.value.payouts import Ask, request_payout, set_account
from livefair.web.sealing import Seal
from livefair.webhooks import Called, add_webhook, rules
from livefair.webhooks.messages import messages_of
from tests.purse import fill, ready
from tests.web.town_creators import created
from tests.web.town_fans import gathered
from tests.web.town_formats import boxed, put_up_for_auction
from tests.web.town_trade import lent, licensed, traded

PLACE = Place("Ana", "13800000000", "浙江", "杭州", "西湖路 1 号", "310000")
KEY = "00/" + "0" * 64


class Town(NamedTuple):
    people: dict[str, Actor]
    product_id: str
    sku_id: str
    room_id: str
    show_id: str
    pin_id: str
    question_id: str
    draw_id: str
    poll_id: str
    video_id: str
    order_id: str
    line_id: str
    payment_id: str
    review_id: str
    case_id: str
    contract_id: str
    payout_id: str
    rehearsal_id: str
    violation_id: str
    restock_id: str
    gift_id: str
    task_id: str
    offer_id: str
    deal_id: str
    purchase_id: str
    webhook_id: str
    message_id: str
    idea_id: str
    series_id: str
    box_id: str
    group_id: str
    preorder_id: str
    run_id: str
    import_id: str
    licence_id: str
    resource_id: str
    fund_id: str
    booking_id: str
    club_id: str
    auction_id: str
    topic_id: str
    programme_id: str
    coauthor_id: str
    story_id: str

    def ids(self) -> dict[str, str]:
        """What the parts of an address are called → an id that is there."""
        named = {field: value for field, value in self._asdict().items() if isinstance(value, str)}
        return {**named, "person_id": self.people["host"].id, "cart_line_id": self.line_id}


def built(db: Database) -> Town:
    people = _people(db)
    product_id, sku_id = _goods(db, people["brand"])
    room_id, show_id, pin_id = _show(db, people["host"], product_id)
    question = db.write_now(live.ask, people["customer"], room_id, text="多重？")
    draw_id, poll_id = _played(db, people, room_id)
    video_id = _video(db, people["host"], product_id)
    order_id, line_id, payment_id = _bought(db, people, sku_id, room_id)
    review_id = _review(db, people["customer"], product_id, line_id)
    run_due_now(db)
    seen = db.read_now(shown, people["moderator"], "question", question.id)
    receipt = db.write_now(report, people["moderator"], seen, reason="spam", note="", key="r-1")
    contract_id = db.write_now(
        invite_host, people["mcn"], people["host"].id, share_bp=3_000, ends_at_ms=db.clock() + 10**9
    )
    db.write_now(accept_contract, people["host"], contract_id)
    run_due_now(db)
    return Town(
        people, product_id, sku_id, room_id, show_id, pin_id, question.id, draw_id, poll_id, video_id, order_id,
        line_id, payment_id, review_id, receipt.case_id, contract_id, _paid_out(db, people['host']),
        _rehearsed(db, people['host'], room_id, product_id), _claimed(db, people['host'], room_id, show_id),
        db.write_now(ask_for_more, people['host'], room_id, sku_id, wanted=20),
        _given(db, people['customer'], room_id), _together(db, people['host'], room_id),
        *_agreed(db, people, product_id, sku_id),
        db.write_now(draft_purchase, people["brand"], sku_id, pieces=20),
        *_told(db, people["brand"], sku_id), _invented(db, people, product_id),
        *boxed(db, people, product_id, sku_id), *traded(db, people, KEY + ".csv"),
        licensed(db, people["brand"], review_id), *lent(db, people["brand"], people["host"]),
        gathered(db, people, room_id),
        put_up_for_auction(db, people["brand"], sku_id),
        *created(db, people, video_id),
        db.write_now(tell_story, people["brand"], StoryWords("老店", "An old shop", "三代人。", "Three generations.")),
    )  # fmt: skip


def _agreed(db: Database, people: dict[str, Actor], product_id: str, sku_id: str) -> tuple[str, str]:
    """An open offer that the host has taken and not signed yet."""
    now_ms = db.clock()
    terms = Terms(
        product_ids=(product_id,),
        commission_bp=1_500,
        prices=(AgreedPrice(sku_id, 9_000),),
        starts_at_ms=now_ms,
        ends_at_ms=now_ms + 10 * DAY_MS,
    )
    offer_id = db.write_now(publish_offer, people["brand"], OfferDraft("Summer", terms))
    return offer_id, db.write_now(take_offer, people["host"], offer_id)


def _told(db: Database, brand: Actor, sku_id: str) -> tuple[str, str]:
    """A program of the brand hears of its goods."""
    called = Called("https://shop.example/hook", ["stock.received"], Seal("").close(rules.secret_from(b"t" * 32)))
    webhook_id = db.write_now(add_webhook, brand, called)
    db.write_now(supply.receive, brand, sku_id, quantity=1, key="told")
    run_due_now(db)
    return webhook_id, db.read_now(messages_of, brand, webhook_id)[0].id


def _given(db: Database, customer: Actor, room_id: str) -> str:
    fill(db, customer, 10_000)
    gift = db.write_now(send_gift, customer, room_id, Giving("tea", "t-1"))
    run_due_now(db)
    _seated(db, customer, room_id)
    return gift.id


def _together(db: Database, host: Actor, room_id: str) -> str:
    return db.write_now(open_task, host, room_id, TaskDraft("likes", 1_000, "I sing")).id


def _seated(db: Database, customer: Actor, room_id: str) -> None:
    """They sit beside the host, for nothing."""
    seat = db.write_now(ask_for_seat, customer, room_id)
    host = Actor(db.read_now(room_for, customer, room_id).host_id, frozenset({"customer", "host"}))
    db.write_now(accept_terms, host, seat.id, version=1)


def _people(db: Database) -> dict[str, Actor]:
    db.write_now(publish_shipped_rules, SYSTEM)
    db.write_now(publish_shipped_share_rules, SYSTEM)
    people = {}
    for role in ROLES:
        person_id = db.write_now(
            sign_up, GUEST, email=f"{role}@example.org", name=f"{role} one", password_hash="none", locale="en"
        )
        if role in {"brand", "mcn"}:
            db.write_now(found_organisation, Actor(person_id), kind=role, name=f"The {role}")
        db.write_now(give_role, SYSTEM, person_id, role)
        people[role] = db.read_now(actor_of, person_id)
    return people


def _goods(db: Database, brand: Actor) -> tuple[str, str]:
    product_id = db.write_now(catalog.create_product, brand, catalog.Words("跑鞋", "Runner", "轻", "Light", "shoes"))
    sku_id = db.write_now(catalog.add_sku, brand, product_id, name_zh="38", name_en="38", price=Money(10_000))
    db.write_now(supply.receive, brand, sku_id, quantity=50, key="first")
    db.write_now(supply.set_commission, brand, product_id, 2_000)
    db.write_now(catalog.add_picture, brand, product_id, f"{KEY}.webp")
    statement = catalog.Statement("重量", "Weight", "238 g", "238 g", "https://example.org/report")
    db.write_now(catalog.state_fact, brand, product_id, statement)
    return product_id, sku_id


def _show(db: Database, host: Actor, product_id: str) -> tuple[str, str, str]:
    room_id = db.write_now(live.open_room, host, title="夏日 Summer", about="Shoes")
    show_id = db.write_now(live.plan_show, host, room_id, title="夏日 Summer")
    db.write_now(live.assort, host, show_id, product_id)
    db.write_now(live.start_show, host, show_id)
    goods = db.read_now(goods_now, host, product_id)
    shown = db.write_now(live.pin, host, room_id, goods)
    return room_id, show_id, shown.id


def _played(db: Database, people: dict[str, Actor], room_id: str) -> tuple[str, str]:
    draw = db.write_now(open_draw, people["host"], room_id, DrawTerms("A tin of tea"))
    db.write_now(enter_draw, people["customer"], draw.id)
    asking = Asking("Which colour?", (Choice("Red"), Choice("Blue")))
    poll = db.write_now(open_poll, people["host"], room_id, asking)
    db.write_now(choose, people["customer"], poll.id, option=2)
    return draw.id, poll.id


def _video(db: Database, host: Actor, product_id: str) -> str:
    slot = db.write_now(open_upload, host, byte_count=10, key="film")
    db.write_now(finish_upload, host, slot.video_id, file_key=f"{KEY}.mp4", byte_count=10)
    db.write_now(begin_processing, SYSTEM, slot.video_id)
    film = Processed(f"{KEY}.mp4", None, f"{KEY}.webp", 720, 1280, 12_000)
    db.write_now(finish_processing, SYSTEM, slot.video_id, film)
    words = Description("New shoes", "New shoes today", (product_id,), "commission")
    db.write_now(content.describe, host, slot.video_id, words)
    db.write_now(content.publish, host, slot.video_id)
    return slot.video_id


def _bought(db: Database, people: dict[str, Actor], sku_id: str, room_id: str) -> tuple[str, str, str]:
    buyer = people["customer"]
    source = shop.Source(room_id=room_id, host_id=people["host"].id)
    db.write_now(shop.add_to_cart, buyer, sku_id, quantity=1, source=source)
    address_id = db.write_now(add_address, buyer, PLACE)
    payment_id = db.write_now(
        shop.check_out, buyer, address_id=address_id, expected_minor=10_000, provider="local", key="click-one"
    )
    db.write_now(settle_notification, SYSTEM, Notification(payment_id, "succeeded", 10_000, "CNY"))
    [order_id] = db.read_now(orders_of_payment, payment_id)
    db.write_now(shop.ship_order, people["brand"], order_id, carrier="SF", tracking="SF1")
    db.write_now(shop.confirm_receipt, buyer, order_id)
    card = db.read_now(order_card, order_id)
    assert card is not None
    return order_id, card.lines[0].id, payment_id


def _review(db: Database, buyer: Actor, product_id: str, line_id: str) -> str:
    photo = db.write_now(keep_photo, buyer, file_key=f"{KEY}.webp", width=100, height=100)
    draft = ReviewDraft(product_id, 5, "Light and quick.", (photo.id,), "none", line_id)
    return db.write_now(publish_review, buyer, draft, key="review-1").id


def _paid_out(db: Database, host: Actor) -> str:
    """The host was given something by the house, and has asked for it."""
    ready(db, host.id, 5_000)
    db.write_now(set_account, host, host.id, holder="Ho St", number="DE89370400440532013000")
    return db.write_now(request_payout, host, Ask(host.id, "CNY", "town-payout", 0)).id


def _rehearsed(db: Database, host: Actor, room_id: str, product_id: str) -> str:
    """The next show is being rehearsed."""
    show_id = db.write_now(live.plan_show, host, room_id, title="Autumn")
    db.write_now(add_block, host, show_id, BlockDraft("product", MINUTE_MS, "", product_id, "Light."))
    return db.write_now(begin_rehearsal, host, show_id, seed=1)


def _claimed(db: Database, host: Actor, room_id: str, show_id: str) -> str:
    """The host has said more in the chat than can be proved."""
    line = db.read_now(check_line, host, room_id, line_id="claim", text="全网第一")
    db.write_now(journal, SYSTEM, Batch("claims", (line,)))
    return db.read_now(violations_of, show_id)[0].id


def _invented(db: Database, people: dict[str, Actor], product_id: str) -> str:
    """An idea of a customer's for the brand's product."""
    brand_id = people["brand"].organisation_id or ""
    draft = IdeaDraft(brand_id, "A lid that is a coaster", "So that no cup leaves a ring on the desk.", product_id)
    return db.write_now(publish_idea, people["customer"], draft, key="idea-0001")
