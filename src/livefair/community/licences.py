"""Licences: a brand uses somebody's review in its advertising, for a fee and a time that its author has agreed to.

The fee waits in escrow from the asking on. When the time is over the author has it; when the review is gone before, by
its author or a moderator, the author has what the days until then have earned and the brand the rest.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.catalog import product_cards
from livefair.community.events import LicenceAnswered, LicenceAsked, LicenceEnded
from livefair.community.models import REVIEW_LICENCE
from livefair.community.reviews import Review, review_for
from livefair.community.rules import licences as rules
from livefair.community.rules import may_speak_for
from livefair.kernel import (
    DAY_MS,
    SYSTEM,
    Actor,
    Conflict,
    Money,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.people import clean_line, clean_text
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.people.organisations import members_of

LISTED_MAX = 200


class Wish(NamedTuple):
    """What a brand asks for. `note`: where it will use the review, in its own words."""

    fee: Money
    days: int
    note: str


class Licence(NamedTuple):
    """`until_ms`: until when it may be answered; granted: until when the review may be used."""

    id: str
    review_id: str
    author_id: str
    product_id: str
    brand_id: str
    note: str
    fee_minor: int
    currency: str
    days: int
    state: rules.State
    asked_at_ms: int
    granted_at_ms: int | None
    until_ms: int
    ended_at_ms: int | None
    paid_minor: int
    shown_from_ms: int | None

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)


_licence = REVIEW_LICENCE.c
_COLUMNS = [_licence[field] for field in Licence._fields]
_this = _licence.id == bindparam("licence")
_ONE = query(Licence, select(*_COLUMNS).where(_this))
_BY_KEY = query(str, select(_licence.id).where(_licence.brand_id == bindparam("brand"), _licence.key == bindparam("k")))
_TODAY = query(
    int,
    select(func.count())
    .select_from(REVIEW_LICENCE)
    .where(_licence.brand_id == bindparam("brand"), _licence.asked_at_ms > bindparam("since")),
)
_OF_AUTHOR = query(
    Licence,
    select(*_COLUMNS).where(_licence.author_id == bindparam("who")).order_by(_licence.id.desc()).limit(LISTED_MAX),
)
_OF_REVIEWS = query(
    Licence,
    select(*_COLUMNS)
    .where(text_in(_licence.review_id, "reviews"), _licence.brand_id == bindparam("brand"))
    .order_by(_licence.id),
)
_OPEN_OF_REVIEW = query(
    Licence, select(*_COLUMNS).where(_licence.review_id == bindparam("review"), _licence.ended_at_ms.is_(None))
)
_OPEN_OF_AUTHOR = query(
    Licence,
    select(*_COLUMNS)
    .where(_licence.author_id == bindparam("who"), _licence.ended_at_ms.is_(None))
    .order_by(_licence.id)
    .limit(LISTED_MAX),
)
_SHOWN = query(
    Licence,
    select(*_COLUMNS).where(
        _licence.product_id == bindparam("product"),
        _licence.shown_from_ms.is_not(None),
        _licence.until_ms > bindparam("now"),
    ),
)
_GRANT = change(
    update(REVIEW_LICENCE)
    .where(_this, _licence.state == "asked")
    .values(state="granted", granted_at_ms=bindparam("now"), until_ms=bindparam("until"))
)
_CLOSE = change(
    update(REVIEW_LICENCE)
    .where(_this, _licence.state == bindparam("was"))
    .values(state=bindparam("verdict"), ended_at_ms=bindparam("now"), paid_minor=bindparam("paid"), shown_from_ms=None)
)
_SHOW_NO_OTHER = change(
    update(REVIEW_LICENCE).where(_licence.product_id == bindparam("product")).values(shown_from_ms=None)
)
_SHOW = change(
    update(REVIEW_LICENCE)
    .where(_this, _licence.state == "granted", _licence.until_ms > bindparam("now"))
    .values(shown_from_ms=bindparam("now"))
)
_HIDE = change(update(REVIEW_LICENCE).where(_this).values(shown_from_ms=None))


def ask_for_licence(tx: WriteTx, actor: Actor, review_id: str, wish: Wish, *, key: str) -> str:
    """The product's brand asks the author; the fee is set apart at once. The same `key` twice is the same licence.

    Conflict: fee_not_covered, licence_open (one is asked for or in force), not_to_be_licensed.
    """
    review = review_for(tx, actor, review_id)
    brand_id = product_cards(tx, [review.product_id])[review.product_id].brand_id
    require(may_speak_for(actor.organisation_id, brand_id, actor.roles), "brands_only")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, brand=brand_id, k=key)) is not None:
        return earlier
    works_there = review.author_id in {member.person_id for member in members_of(tx, brand_id)}
    if not rules.may_be_licensed(review.disclosure, works_for_brand=works_there):
        raise Conflict("not_to_be_licensed")
    if tx.value(_TODAY, brand=brand_id, since=tx.now_ms - DAY_MS) >= rules.ASKED_PER_DAY_MAX:
        raise TooMany("too_many_licences", limit=rules.ASKED_PER_DAY_MAX)
    licence = _new(tx, review, brand_id, wish)
    if not tx.insert_new(REVIEW_LICENCE, key=key, **licence._asdict()):
        raise Conflict("licence_open")
    ledger.set_apart(
        tx,
        _purse(licence),
        (brand_id, licence.fee_minor),
        reason="licence_held",
        key=f"licence_held:{licence.id}",
        or_else=Conflict("fee_not_covered"),
    )
    tx.later(lapse_licence, after_ms=rules.ANSWER_WITHIN_MS, key=f"licence:{licence.id}", licence_id=licence.id)
    tx.announce(
        LicenceAsked(
            licence_id=licence.id,
            review_id=review.id,
            author_id=review.author_id,
            brand_id=brand_id,
            fee_minor=licence.fee_minor,
            currency=licence.currency,
            days=licence.days,
        )
    )
    _tell_author(tx, licence, "licence_asked")
    return licence.id


def grant_licence(tx: WriteTx, actor: Actor, licence_id: str) -> None:
    """The author agrees: the brand may use the review from now on, for as long as was asked. Conflict licence_over."""
    licence = _for_author(tx, actor, licence_id)
    until_ms = tx.now_ms + licence.days * DAY_MS
    if not tx.change(_GRANT, licence=licence.id, now=tx.now_ms, until=until_ms):
        raise Conflict("licence_over")
    tx.later(end_licence, after_ms=licence.days * DAY_MS, key=f"licence_end:{licence.id}", licence_id=licence.id)
    _announce_answer(tx, licence, "granted")
    _tell_brand(tx, licence, "licence_granted")


def decline_licence(tx: WriteTx, actor: Actor, licence_id: str) -> None:
    """The author does not want it; the fee goes back. Conflict licence_over."""
    licence = _for_author(tx, actor, licence_id)
    _give_up(tx, licence, "declined")
    _tell_brand(tx, licence, "licence_declined")


def withdraw_licence(tx: WriteTx, actor: Actor, licence_id: str) -> None:
    """The brand does not ask any longer. Conflict licence_over: it was answered already."""
    _give_up(tx, licence_of_brand(tx, actor, licence_id), "withdrawn")


def show_in_ad(tx: WriteTx, actor: Actor, licence_id: str) -> None:
    """The review stands at the top of the product's page as an advertisement, in place of another one.

    Conflict licence_needed.
    """
    licence = licence_of_brand(tx, actor, licence_id)
    tx.change(_SHOW_NO_OTHER, product=licence.product_id)
    if not tx.change(_SHOW, licence=licence.id, now=tx.now_ms):
        raise Conflict("licence_needed")


def take_out_of_ad(tx: WriteTx, actor: Actor, licence_id: str) -> None:
    tx.change(_HIDE, licence=licence_of_brand(tx, actor, licence_id).id)


@job
def lapse_licence(tx: WriteTx, actor: Actor, *, licence_id: str) -> None:
    """The author has not answered in time: silence is no consent."""
    licence = tx.one(_ONE, licence=licence_id)
    if licence is not None and licence.state == "asked":
        _give_up(tx, licence, "lapsed")


@job
def end_licence(tx: WriteTx, actor: Actor, *, licence_id: str) -> None:
    """Its time is over."""
    licence = tx.one(_ONE, licence=licence_id)
    if licence is not None and licence.state == "granted":
        _end(tx, licence)


def end_licence_of(tx: WriteTx, actor: Actor, review_id: str) -> None:
    """The review is gone: what was asked for lapses, what is in force ends now."""
    if (licence := tx.one(_OPEN_OF_REVIEW, review=review_id)) is not None:
        _end_early(tx, licence)


@job
def end_licences_of(tx: WriteTx, actor: Actor, *, author_id: str) -> None:
    """The author is gone, and what they wrote with them: the same for all of theirs, a bounded number at once."""
    found = tx.all(_OPEN_OF_AUTHOR, who=author_id)
    for licence in found:
        _end_early(tx, licence)
    if len(found) == LISTED_MAX:
        tx.later(end_licences_of, key=f"licences:{author_id}", author_id=author_id)


def _end_early(tx: WriteTx, licence: Licence) -> None:
    if licence.state == "asked":
        _give_up(tx, licence, "lapsed")
    else:
        _end(tx, licence)


def licence_of_brand(tx: ReadTx, actor: Actor, licence_id: str) -> Licence:
    licence = tx.one(_ONE, licence=licence_id)
    if licence is None or not may_speak_for(actor.organisation_id, licence.brand_id, actor.roles):
        not_found("licence")
    return licence


def licences_of_author(tx: ReadTx, actor: Actor) -> list[Licence]:
    """One's own, newest first."""
    return tx.all(_OF_AUTHOR, who=actor.id)


def licences_of_reviews(tx: ReadTx, brand_id: str, review_ids: list[str]) -> dict[str, Licence]:
    """The latest that this brand has asked for of each review."""
    return {licence.review_id: licence for licence in tx.all(_OF_REVIEWS, reviews=review_ids, brand=brand_id)}


def shown_licence(tx: ReadTx, product_id: str) -> Licence | None:
    """Under which a review stands as an advertisement on the product's page."""
    return tx.one(_SHOWN, product=product_id, now=tx.now_ms)


def _new(tx: WriteTx, review: Review, brand_id: str, wish: Wish) -> Licence:
    require_valid(0 < wish.fee.minor <= rules.FEE_MINOR_MAX, "out_of_range", field="fee")
    require_valid(rules.DAYS_MIN <= wish.days <= rules.DAYS_MAX, "out_of_range", field="days")
    note = clean_text(wish.note, limit=rules.NOTE_CHARS_MAX, field="note")
    require_valid(bool(note), "empty", field="note")
    return Licence(
        id=tx.new_id(),
        review_id=review.id,
        author_id=review.author_id,
        product_id=review.product_id,
        brand_id=brand_id,
        note=note,
        fee_minor=wish.fee.minor,
        currency=wish.fee.currency,
        days=wish.days,
        state="asked",
        asked_at_ms=tx.now_ms,
        granted_at_ms=None,
        until_ms=tx.now_ms + rules.ANSWER_WITHIN_MS,
        ended_at_ms=None,
        paid_minor=0,
        shown_from_ms=None,
    )


def _for_author(tx: ReadTx, actor: Actor, licence_id: str) -> Licence:
    licence = tx.one(_ONE, licence=licence_id)
    if licence is None or licence.author_id != actor.id:
        not_found("licence")
    return licence


def _give_up(tx: WriteTx, licence: Licence, verdict: rules.State) -> None:
    if not tx.change(_CLOSE, licence=licence.id, was="asked", verdict=verdict, now=tx.now_ms, paid=0):
        raise Conflict("licence_over")
    _hand_over(tx, licence, "licence_back", licence.brand_id, licence.fee_minor)
    _announce_answer(tx, licence, verdict)


def _end(tx: WriteTx, licence: Licence) -> None:
    paid_minor = rules.earned_minor(
        licence.fee_minor, from_ms=licence.granted_at_ms or 0, until_ms=licence.until_ms, ended_at_ms=tx.now_ms
    )
    if not tx.change(_CLOSE, licence=licence.id, was="granted", verdict="ended", now=tx.now_ms, paid=paid_minor):
        return
    _hand_over(tx, licence, "licence_paid", licence.author_id, paid_minor)
    _hand_over(tx, licence, "licence_back", licence.brand_id, licence.fee_minor - paid_minor)
    tx.announce(
        LicenceEnded(
            licence_id=licence.id,
            review_id=licence.review_id,
            author_id=licence.author_id,
            brand_id=licence.brand_id,
            paid_minor=paid_minor,
            currency=licence.currency,
        )
    )
    _tell_author(tx, licence, "licence_ended")


def _hand_over(tx: WriteTx, licence: Licence, reason: str, party: str, minor: int) -> None:
    ledger.hand_over(tx, _purse(licence), [(party, minor)], reason=reason, key=f"{reason}:{licence.id}")


def _purse(licence: Licence) -> ledger.Purse:
    why = {"licence_id": licence.id, "review_id": licence.review_id}
    return ledger.Purse(escrow_of(licence.id), licence.currency, why)


def escrow_of(licence_id: str) -> str:
    """The account in which a licence's fee waits."""
    return f"escrow:licence-{licence_id}"


def _announce_answer(tx: WriteTx, licence: Licence, verdict: str) -> None:
    tx.announce(
        LicenceAnswered(
            licence_id=licence.id,
            review_id=licence.review_id,
            author_id=licence.author_id,
            brand_id=licence.brand_id,
            verdict=verdict,
        )
    )


def _tell_author(tx: WriteTx, licence: Licence, code: str) -> None:
    note = DeviceNote(code, _words(tx, licence), "/me/licences", f"licence:{licence.id}")
    leave_note(tx, SYSTEM, licence.author_id, note)


def _tell_brand(tx: WriteTx, licence: Licence, code: str) -> None:
    note = DeviceNote(code, _words(tx, licence), f"/desk/reviews/{licence.review_id}", f"licence:{licence.id}")
    for member in members_of(tx, licence.brand_id):
        leave_note(tx, SYSTEM, member.person_id, note)


def _words(tx: ReadTx, licence: Licence) -> dict[str, str]:
    card = product_cards(tx, [licence.product_id])[licence.product_id]
    return {"product_zh": card.title_zh, "product_en": card.title_en}
