"""What makes an evening in a room more than goods and talk: each moment once, by the use cases of a click."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from livefair.kernel import MINUTE_MS, SYSTEM, Actor, Refusal
from livefair.live import Why, answer, ask, vote
from livefair.live.caption_care import correct_caption, withdraw_caption
from livefair.live.captions import CaptionDraft, caption
from livefair.live.cohosting import accept_terms, invite
from livefair.live.gifts import Giving, send_gift
from livefair.live.helping import accept_help, help_asker
from livefair.live.journal import Batch, Tap, journal
from livefair.live.layouts import set_layout
from livefair.live.mute_appeals import appeal_mute, decide_mute_appeal
from livefair.live.muting import bar, mute_of
from livefair.live.polls import Asking, Choice, choose, close_poll, latest_poll, open_poll
from livefair.live.restocks import answer_for_more, ask_for_more, want_more
from livefair.live.rooms import name_moderator
from livefair.live.stays import Departure
from livefair.live.tasks import TaskDraft, open_task
from livefair.live.violations import attach_evidence, correct, violations_of
from livefair.people.ages import confirm_age
from livefair.people.consents import give_consent
from livefair.shop import Source
from livefair.shop.coupon_standing import Standing
from livefair.shop.coupons import claim_coupon, coupons_offered
from livefair.shop.flash_sales import latest_flash_sale
from livefair.shop.local_provider import NAME, charge
from livefair.shop.top_ups import top_up
from livefair.world import doings
from livefair.world.bargains import flash_one, issue_coupon, some_operator
from livefair.world.fair import Customer, Fair, Host

COMPANY_LEAST = 8
GIVERS = 3
PURSE_MINOR = 10_000
GIFTS = (("rose", 5), ("tea", 2), ("cake", 1))
COHOST_SHARE_BP = 2_000
MORE_PIECES = 60
LIKES_WANTED = 120
UNRULY_BEFORE = 200
"""Only early customers are barred: those after them come to the show that goes on."""

SPOKEN = ("晚上好，先看杯盖怎么开。", "杯改可以拆下来洗。", "嗯，刚才是说给助理听的。")
MEANT = "杯盖可以拆下来洗。"
CLAIM = ("这个会褪色吗？Will it fade?", "绝对不会褪色。It will not fade.")
CORRECTION = "说得太满了：洗五十次以内没有褪色。Fifty washes are what I know."
EVIDENCE = "检测报告 GB/T 2026-0417，第 3 页 · lab report, page 3"
HELP = ("适合送长辈吗？Good for my parents?", "我买给爸妈的，他们天天用。Mine use theirs every day.")
APPEAL = "我只是想问价格，复制了三遍，对不起。I only wanted the price, sorry."
ANSWERS = {"lifted": "好，欢迎回来。Welcome back.", "upheld": "昨天也发了广告。You advertised yesterday, too."}
LIKED = TaskDraft("likes", LIKES_WANTED, "一起点赞，满了就上链接 · Together, and I show the next one")
TASTE = Asking("下次想看什么？ What next time?", (Choice("杯子 Cups"), Choice("灯 Lamps"), Choice("包 Bags")))


@dataclass(slots=True)
class Evening:
    """`table` is the key of the product that is shown now."""

    fair: Fair
    host: Host
    show_id: str
    number: int
    audience: list[Customer]
    rng: Random
    table: str = ""
    givers: list[Customer] = field(default_factory=list)

    def people(self, count: int) -> list[Customer]:
        """Some of those who are here, but not the newcomer: what happens to them is theirs."""
        here = [each for each in self.audience if each.actor.id != self.fair.accounts.get("customer")]
        return self.rng.sample(here, min(count, len(here)))


def at_minute(evening: Evening, minute: int) -> None:
    """Do what belongs to this minute; in a room with few people there is nothing of it."""
    moment = MOMENTS.get(minute)
    if moment is not None and len(evening.audience) >= COMPANY_LEAST:
        moment(evening)


def _fill_wallets(evening: Evening) -> None:
    """The money is there when the program works next."""
    db = evening.fair.db
    evening.givers = evening.people(GIVERS)
    for giver in evening.givers:
        db.write_now(confirm_age, giver.actor, _birthday(giver.actor))
        db.write_now(give_consent, giver.actor, "leaderboard")
        key = f"{evening.show_id}:{giver.actor.id}"
        payment_id = db.write_now(top_up, giver.actor, amount_minor=PURSE_MINOR, provider=NAME, key=key[-80:])
        db.write_now(charge, giver.actor, payment_id, behaviour="pay")


def _sit_beside(evening: Evening) -> None:
    """Every other evening another host is there, for a part of what is earned meanwhile."""
    if evening.number % 2:
        return
    db, hosts = evening.fair.db, evening.fair.hosts
    guest = hosts[(hosts.index(evening.host) + 1) % len(hosts)].actor
    db.write_now(confirm_age, guest, _birthday(guest))
    seat = db.write_now(invite, evening.host.actor, evening.host.room_id, guest.id, share_bp=COHOST_SHARE_BP)
    db.write_now(accept_terms, guest, seat.id, version=1)


def _want_likes(evening: Evening) -> None:
    evening.fair.db.write_now(open_task, evening.host.actor, evening.host.room_id, LIKED)


def _like(evening: Evening) -> None:
    """What the team task asks for, and a few more."""
    share = LIKES_WANTED // COMPANY_LEAST + 1
    taps = tuple(Tap(evening.show_id, each.actor.id, "like", share) for each in evening.people(COMPANY_LEAST))
    evening.fair.db.write_now(journal, SYSTEM, Batch(f"{evening.show_id}:task", taps=taps))


def _claim_coupons(evening: Evening) -> None:
    """The brand of what lies on the table, the host and the house issue some; they are used with the next purchase."""
    db, host, brand = evening.fair.db, evening.host, evening.fair.goods[evening.table].brand
    offered = db.read_now(coupons_offered, [str(brand.organisation_id)], host_id=host.actor.id)
    coupons: dict[str, str] = {each.payer: each.id for each in offered}
    for payer, actor in (("brand", brand), ("host", host.actor), ("house", db.read_now(some_operator))):
        if payer not in coupons and actor is not None:
            coupons[payer] = db.write_now(issue_coupon, actor, payer)
    rng = evening.fair.rng(f"coupons {evening.number}")
    for viewer in rng.sample(evening.audience, COMPANY_LEAST):
        for coupon_id in coupons.values():
            with contextlib.suppress(Refusal):  # they have had theirs, or have bought before
                db.write_now(claim_coupon, viewer.actor, coupon_id, Standing(host.actor.id, host.room_id))


def _flash(evening: Evening) -> None:
    """Every third evening what lies on the table is cheap for two minutes."""
    host, product_id = evening.host, evening.fair.goods[evening.table].product_id
    if evening.number % 3 == 0:
        with contextlib.suppress(Refusal):  # a quiz is not passed, or another sale is planned
            evening.fair.db.write_now(flash_one, host.actor, host.room_id, [product_id])


def _snap_up(evening: Evening) -> None:
    """Who is quick has it, some at the flash price and what is over the limit at the usual one."""
    db, host = evening.fair.db, evening.host
    sale = db.read_now(latest_flash_sale, host.room_id, since_ms=evening.fair.clock() - 2 * MINUTE_MS)
    if sale is None:
        return
    source = Source(room_id=host.room_id, host_id=host.actor.id)
    rng = evening.fair.rng(f"flash {evening.number}")
    for buyer in rng.sample(evening.audience, COMPANY_LEAST):
        with contextlib.suppress(Refusal):
            key = f"flash {evening.show_id}"
            payment_id = doings.order(db, buyer, sale.sku_id, rng, source=source, key=key)
            doings.pay(db, buyer.actor, payment_id, rng)


def _give(evening: Evening) -> None:
    db = evening.fair.db
    for giver, (code, quantity) in zip(evening.givers, GIFTS, strict=True):
        db.write_now(send_gift, giver.actor, evening.host.room_id, Giving(code, f"{evening.show_id}:1", quantity))


def _say_in_writing(evening: Evening) -> None:
    """Three captions: one is right, one is corrected, one is taken back."""
    db, host = evening.fair.db, evening.host
    said = [
        db.write_now(caption, host.actor, host.room_id, CaptionDraft(text, ago_ms=each * 3_000))
        for each, text in enumerate(SPOKEN)
    ]
    db.write_now(correct_caption, host.actor, said[1].id, text=MEANT)
    db.write_now(withdraw_caption, host.actor, said[2].id)


def _help_each_other(evening: Evening) -> None:
    db, (asker, helper) = evening.fair.db, evening.people(2)
    question = db.write_now(ask, asker.actor, evening.host.room_id, text=HELP[0])
    given = db.write_now(help_asker, helper.actor, question.id, text=HELP[1])
    db.write_now(accept_help, asker.actor, given.id)


def _promise_too_much(evening: Evening) -> None:
    """What the host writes is checked on air, so the program works now."""
    db, (asker, other) = evening.fair.db, evening.people(2)
    question = db.write_now(ask, asker.actor, evening.host.room_id, text=CLAIM[0])
    db.write_now(vote, other.actor, question.id)
    db.write_now(answer, evening.host.actor, question.id, text=CLAIM[1])
    evening.fair.work()


def _take_back(evening: Evening) -> None:
    """A correction to everybody, or the paper on which the claim rests."""
    db = evening.fair.db
    for found in db.read_now(violations_of, evening.show_id):
        if evening.number % 2:
            db.write_now(attach_evidence, evening.host.actor, found.id, evidence=EVIDENCE)
        else:
            db.write_now(correct, evening.host.actor, found.id, text=CORRECTION)


def _restock(evening: Evening) -> None:
    """Viewers want more, the host asks, the brand answers."""
    db, goods = evening.fair.db, evening.fair.goods[evening.table]
    for viewer in evening.people(6):
        db.write_now(want_more, viewer.actor, evening.host.room_id, goods.product_id)
    sku_id = goods.sku_ids[0]
    asked = db.write_now(ask_for_more, evening.host.actor, evening.host.room_id, sku_id, wanted=MORE_PIECES)
    evening.fair.clock.advance(MINUTE_MS // 2)
    db.write_now(answer_for_more, goods.brand, asked, pieces=MORE_PIECES)


def _keep_order(evening: Evening) -> None:
    """Somebody spams; whoever helps in the room bars them, and they ask to be let in again."""
    fair, db, room_id = evening.fair, evening.fair.db, evening.host.room_id
    helper, *others = [each for each in evening.people(len(evening.audience)) if each not in evening.givers]
    unruly = next((each for each in others if fair.seat[each.actor.id] < UNRULY_BEFORE), helper)
    if unruly is helper:
        return
    db.write_now(name_moderator, evening.host.actor, room_id, helper.actor.id)
    db.write_now(bar, helper.actor, room_id, unruly.actor.id, why=Why("spam", "同一句发了三遍 · three times the same"))
    evening.audience.remove(unruly)
    departure = Departure(f"{evening.show_id}:{unruly.actor.id}", fair.clock())
    db.write_now(journal, SYSTEM, Batch(f"{evening.show_id}:barred", departures=(departure,)))
    db.write_now(appeal_mute, unruly.actor, room_id, text=APPEAL)
    if evening.host is not fair.hosts[0]:  # whose are for the newcomer to decide
        outcome = "lifted" if evening.number % 2 else "upheld"
        muted = db.read_now(mute_of, room_id, unruly.actor.id)
        assert muted is not None
        decided = {"outcome": outcome, "answer": ANSWERS[outcome]}
        db.write_now(decide_mute_appeal, evening.host.actor, muted.id, **decided)


def _poll(evening: Evening) -> None:
    db, host = evening.fair.db, evening.host
    db.write_now(set_layout, host.actor, host.room_id, layout="talk")
    poll = db.write_now(open_poll, host.actor, host.room_id, TASTE._replace(lasts_ms=None))
    for voter in evening.people(20):
        db.write_now(choose, voter.actor, poll.id, option=evening.rng.choice((1, 1, 2, 3)))


def _close_poll(evening: Evening) -> None:
    db, host = evening.fair.db, evening.host
    poll = db.read_now(latest_poll, evening.show_id)
    if poll is not None:
        db.write_now(close_poll, host.actor, poll.id)
    db.write_now(set_layout, host.actor, host.room_id, layout="standard")


def _birthday(actor: Actor) -> str:
    """Always the same for the same person, and long ago."""
    rng = Random(f"born {actor.id}")
    return f"{rng.randint(1960, 2003)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


MOMENTS: dict[int, Callable[[Evening], None]] = {
    4: _sit_beside,
    8: _want_likes,
    10: _like,
    11: _claim_coupons,
    12: _flash,
    13: _snap_up,
    14: _say_in_writing,
    16: _help_each_other,
    18: _fill_wallets,
    20: _promise_too_much,
    22: _take_back,
    24: _give,
    26: _restock,
    28: _keep_order,
    34: _poll,
    38: _close_poll,
}
