"""Samples: a host asks, the brand sends, the host reviews it or sends it back; viewers are told that it was free."""

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select, update

from livefair.catalog import sku_for
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    ReadTx,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
    text_in,
    word_in,
)
from livefair.people import clean_line
from livefair.supply import stock
from livefair.supply.deals import Deal, deal_for, side_in, version_of
from livefair.supply.events_of_deals import SampleAsked, SampleDeclined, SampleSent, SampleSettled
from livefair.supply.models.samples import SAMPLE
from livefair.supply.rules.deals import BRAND, HOST, Terms

TEXT_CHARS_MAX = 200
SAMPLES_MAX = 200


class Sample(NamedTuple):
    id: str
    deal_id: str
    brand_id: str
    host_id: str
    product_id: str
    sku_id: str
    duty: str
    state: str
    tracking: str
    proof: str
    asked_at_ms: int
    sent_at_ms: int | None
    due_at_ms: int | None
    settled_at_ms: int | None

    def is_overdue(self, now_ms: int) -> bool:
        return self.state == "sent" and self.due_at_ms is not None and self.due_at_ms <= now_ms


_COLUMNS = [getattr(SAMPLE.c, field) for field in Sample._fields]
_ONE = query(Sample, select(*_COLUMNS).where(SAMPLE.c.id == bindparam("one")))
_OF_DEAL = query(
    Sample,
    select(*_COLUMNS).where(SAMPLE.c.deal_id == bindparam("deal")).order_by(SAMPLE.c.id).limit(SAMPLES_MAX),
)
_OVERDUE = query(
    str,
    select(SAMPLE.c.id)
    .where(SAMPLE.c.host_id == bindparam("host"), SAMPLE.c.state == "sent", SAMPLE.c.due_at_ms <= bindparam("now"))
    .limit(1),
)
_HAD = query(
    str,
    select(SAMPLE.c.product_id)
    .distinct()
    .where(
        SAMPLE.c.host_id == bindparam("host"),
        text_in(SAMPLE.c.product_id, "ids"),
        word_in(SAMPLE.c.state, "sent", "claimed", "settled"),
    ),
)
_this = SAMPLE.c.id == bindparam("one")
_SEND = change(
    update(SAMPLE)
    .where(_this, SAMPLE.c.state == "asked")
    .values(
        state=bindparam("becomes"),
        tracking=bindparam("track"),
        sent_at_ms=bindparam("now"),
        due_at_ms=bindparam("due"),
        settled_at_ms=bindparam("settled"),
    )
)
_DECLINE = change(update(SAMPLE).where(_this, SAMPLE.c.state == "asked").values(state="declined"))
_CLAIM = change(
    update(SAMPLE)
    .where(_this, SAMPLE.c.state == "sent")
    .values(state=bindparam("becomes"), proof=bindparam("said"), settled_at_ms=bindparam("settled"))
)
_CONFIRM = change(
    update(SAMPLE)
    .where(_this, or_(SAMPLE.c.state == "claimed", SAMPLE.c.state == "sent"))
    .values(state="settled", settled_at_ms=bindparam("now"))
)


def ask_for_sample(tx: WriteTx, actor: Actor, deal_id: str, sku_id: str) -> str:
    """The host of a signed deal asks for a piece. Conflict: no_sample_agreed, sample_overdue, asked_already."""
    deal = deal_for(tx, actor, deal_id)
    require(side_in(actor, deal) == HOST, "not_yours")
    terms = _signed_terms(tx, deal)
    if terms is None or terms.sample == "none":
        raise Conflict("no_sample_agreed")
    sku = sku_for(tx, actor, sku_id)
    require_valid(sku.product_id in terms.product_ids, "price_of_other_goods", field="sku_id")
    if tx.one(_OVERDUE, host=actor.id, now=tx.now_ms) is not None:
        raise Conflict("sample_overdue")
    sample_id = tx.new_id()
    is_new = tx.insert_new(
        SAMPLE,
        id=sample_id,
        deal_id=deal_id,
        brand_id=deal.brand_id,
        host_id=actor.id,
        product_id=sku.product_id,
        sku_id=sku_id,
        duty=terms.sample,
        state="asked",
        tracking="",
        proof="",
        asked_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("asked_already")
    tx.announce(SampleAsked(sample_id=sample_id, deal_id=deal_id, host_id=actor.id, sku_id=sku_id))
    return sample_id


def send_sample(tx: WriteTx, actor: Actor, sample_id: str, *, tracking: str) -> None:
    """The brand sends it: one piece leaves the stock, for no money. Conflict settled_already, sold_out."""
    sample = _for_brand(tx, actor, sample_id)
    terms = _signed_terms(tx, deal_for(tx, actor, sample.deal_id))
    if terms is None:
        raise Conflict("no_sample_agreed")
    is_kept = sample.duty == "keep"
    sent = tx.change(
        _SEND,
        one=sample_id,
        becomes="settled" if is_kept else "sent",
        track=clean_line(tracking, limit=TEXT_CHARS_MAX, field="tracking"),
        now=tx.now_ms,
        due=None if is_kept else tx.now_ms + terms.sample_days * DAY_MS,
        settled=tx.now_ms if is_kept else None,
    )
    if not sent:
        raise Conflict("settled_already")
    stock.send_out(tx, actor, sample.sku_id, quantity=1, key=sample_id)
    tx.announce(SampleSent(sample_id=sample_id, deal_id=sample.deal_id, host_id=sample.host_id, sku_id=sample.sku_id))


def decline_sample(tx: WriteTx, actor: Actor, sample_id: str) -> None:
    """Conflict settled_already."""
    sample = _for_brand(tx, actor, sample_id)
    if not tx.change(_DECLINE, one=sample_id):
        raise Conflict("settled_already")
    tx.announce(SampleDeclined(sample_id=sample_id, deal_id=sample.deal_id, host_id=sample.host_id))


def settle_sample(tx: WriteTx, actor: Actor, sample_id: str, *, proof: str) -> None:
    """The host says where the review is, which settles it, or how it goes back, which the brand confirms."""
    sample = tx.one(_ONE, one=sample_id) or not_found("sample")
    require(sample.host_id == actor.id, "not_yours")
    is_review = sample.duty == "review"
    claimed = tx.change(
        _CLAIM,
        one=sample_id,
        becomes="settled" if is_review else "claimed",
        said=clean_line(proof, limit=TEXT_CHARS_MAX, field="proof"),
        settled=tx.now_ms if is_review else None,
    )
    if not claimed:
        raise Conflict("settled_already")
    if is_review:
        _announce_settled(tx, sample)


def confirm_return(tx: WriteTx, actor: Actor, sample_id: str) -> None:
    """It is back with the brand; used goods are not sold again. Conflict settled_already."""
    sample = _for_brand(tx, actor, sample_id)
    if not tx.change(_CONFIRM, one=sample_id, now=tx.now_ms):
        raise Conflict("settled_already")
    _announce_settled(tx, sample)


def samples_of(tx: ReadTx, deal_id: str) -> list[Sample]:
    """For callers who may see the deal."""
    return tx.all(_OF_DEAL, deal=deal_id)


def sampled(tx: ReadTx, host_id: str | None, product_ids: list[str]) -> frozenset[str]:
    """The products of which this host has had a sample free of charge."""
    return frozenset(tx.all(_HAD, host=host_id, ids=product_ids)) if host_id and product_ids else frozenset()


def _signed_terms(tx: ReadTx, deal: Deal) -> Terms | None:
    if deal.state != "signed" or deal.signed_version is None:
        return None
    return version_of(tx, deal.id, deal.signed_version).terms


def _for_brand(tx: ReadTx, actor: Actor, sample_id: str) -> Sample:
    sample = tx.one(_ONE, one=sample_id) or not_found("sample")
    require(side_in(actor, deal_for(tx, actor, sample.deal_id)) == BRAND, "not_yours")
    return sample


def _announce_settled(tx: WriteTx, sample: Sample) -> None:
    tx.announce(SampleSettled(sample_id=sample.id, deal_id=sample.deal_id, host_id=sample.host_id, duty=sample.duty))
