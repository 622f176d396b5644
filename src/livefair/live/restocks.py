"""More stock during a show (加货): viewers say that they want it, the host asks the brand, the brand answers."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import own_product_for, product_for, sku_for
from livefair.kernel import DAY_MS, Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require, require_valid
from livefair.live import rules
from livefair.live.assortments import assortment_of
from livefair.live.events_of_hosting import RestockAnswered, RestockAsked, RestockWanted
from livefair.live.models import SHOW
from livefair.live.models.restocking import RESTOCK, RESTOCK_VOTE
from livefair.live.on_air import OnAir, on_air_for, on_air_to_run
from livefair.live.pins import current_pin
from livefair.supply import receive
from livefair.supply.promises import promise

PIECES_MAX = 10_000
READY_MS_MAX = 90 * DAY_MS
RESTOCKS_MAX = 200


class Restock(NamedTuple):
    """`added` is None while the brand has not answered, 0 if it cannot."""

    id: str
    room_id: str
    show_id: str
    product_id: str
    sku_id: str
    brand_id: str
    votes: int
    wanted: int
    asked_at_ms: int
    added: int | None
    ready_at_ms: int | None
    answered_at_ms: int | None

    @property
    def waited_ms(self) -> int | None:
        """How long the host waited for the brand's answer."""
        return None if self.answered_at_ms is None else self.answered_at_ms - self.asked_at_ms


_COLUMNS = [getattr(RESTOCK.c, field) for field in Restock._fields]
_ONE = query(Restock, select(*_COLUMNS).where(RESTOCK.c.id == bindparam("one")))
_OF_SHOW = query(
    Restock,
    select(*_COLUMNS)
    .where(RESTOCK.c.show_id == bindparam("show"))
    .order_by(RESTOCK.c.asked_at_ms, RESTOCK.c.answered_at_ms.is_(None), RESTOCK.c.id)
    .limit(RESTOCKS_MAX),
)
_OF_BRAND = query(
    Restock,
    select(*_COLUMNS)
    .join_from(RESTOCK, SHOW, SHOW.c.id == RESTOCK.c.show_id)
    .where(RESTOCK.c.brand_id == bindparam("brand"), SHOW.c.ended_at_ms.is_(None))
    .order_by(RESTOCK.c.asked_at_ms.desc())
    .limit(RESTOCKS_MAX),
)
_VOTES = query(
    lambda product_id, votes: (product_id, int(votes)),
    select(RESTOCK_VOTE.c.product_id, func.count())
    .where(RESTOCK_VOTE.c.show_id == bindparam("show"))
    .group_by(RESTOCK_VOTE.c.product_id),
)
_COUNT = query(int, select(func.count()).select_from(RESTOCK).where(RESTOCK.c.show_id == bindparam("show")))
_ANSWER = change(
    update(RESTOCK)
    .where(RESTOCK.c.id == bindparam("one"), RESTOCK.c.answered_at_ms.is_(None))
    .values(
        added=bindparam("pieces"),
        ready_at_ms=bindparam("ready"),
        answered_by=bindparam("who"),
        answered_at_ms=bindparam("now"),
    )
)


def want_more(tx: WriteTx, actor: Actor, room_id: str, product_id: str) -> int:
    """A viewer wants more of a product of the show. Twice is once. Returns how many want it."""
    require(not actor.is_guest, "sign_in_first")
    found = on_air_for(tx, actor, room_id)
    require(not rules.may_run(actor, found.room), "host_cannot_vote")
    _require_shown(tx, found, product_id)
    show_id = found.show.id
    is_new = tx.insert_new(RESTOCK_VOTE, show_id=show_id, product_id=product_id, person_id=actor.id, at_ms=tx.now_ms)
    votes = votes_for_more(tx, show_id)[product_id]
    if is_new:
        tx.announce(RestockWanted(room_id=room_id, show_id=show_id, product_id=product_id, votes=votes))
    return votes


def ask_for_more(tx: WriteTx, actor: Actor, room_id: str, sku_id: str, *, wanted: int) -> str:
    """The host asks the brand for more pieces. Conflict asked_for_more while an earlier question waits."""
    found = on_air_to_run(tx, actor, room_id)
    require_valid(0 < wanted <= PIECES_MAX, "out_of_range", field="wanted")
    sku = sku_for(tx, actor, sku_id)
    _require_shown(tx, found, sku.product_id)
    if tx.value(_COUNT, show=found.show.id) >= RESTOCKS_MAX:
        raise Conflict("too_many_restocks", limit=RESTOCKS_MAX)
    restock_id, brand_id = tx.new_id(), product_for(tx, actor, sku.product_id).brand_id
    votes = votes_for_more(tx, found.show.id).get(sku.product_id, 0)
    is_new = tx.insert_new(
        RESTOCK,
        id=restock_id,
        room_id=room_id,
        show_id=found.show.id,
        product_id=sku.product_id,
        sku_id=sku_id,
        brand_id=brand_id,
        votes=votes,
        wanted=wanted,
        asked_by=actor.id,
        asked_at_ms=tx.now_ms,
    )
    if not is_new:
        raise Conflict("asked_for_more")
    tx.announce(
        RestockAsked(
            room_id=room_id,
            show_id=found.show.id,
            restock_id=restock_id,
            brand_id=brand_id,
            sku_id=sku_id,
            votes=votes,
            wanted=wanted,
        )
    )
    return restock_id


def answer_for_more(tx: WriteTx, actor: Actor, restock_id: str, *, pieces: int, ready_at_ms: int | None = None) -> None:
    """The brand adds pieces, which can be bought at once, or says with 0 that it cannot. Conflict settled_already.

    With `ready_at_ms` they are still on their way: their buyers are told that day.
    """
    restock = tx.one(_ONE, one=restock_id) or not_found("restock")
    own_product_for(tx, actor, restock.product_id)
    require_valid(0 <= pieces <= PIECES_MAX, "out_of_range", field="pieces")
    if ready_at_ms is not None:
        is_sound = tx.now_ms < ready_at_ms <= tx.now_ms + READY_MS_MAX
        require_valid(is_sound, "out_of_range", field="ready_on")
    ready = ready_at_ms if pieces else None
    if not tx.change(_ANSWER, one=restock_id, pieces=pieces, ready=ready, who=actor.id, now=tx.now_ms):
        raise Conflict("settled_already")
    if pieces:
        receive(tx, actor, restock.sku_id, quantity=pieces, key=f"restock:{restock_id}")
    if ready is not None:
        key = f"restock:{restock_id}"
        promise(tx, actor, restock.sku_id, pieces=pieces, ready_at_ms=ready, key=key)
    tx.announce(
        RestockAnswered(
            room_id=restock.room_id,
            show_id=restock.show_id,
            restock_id=restock_id,
            product_id=restock.product_id,
            sku_id=restock.sku_id,
            added=pieces,
            waited_ms=tx.now_ms - restock.asked_at_ms,
            ready_at_ms=ready,
        )
    )


def restocks_of(tx: ReadTx, show_id: str) -> list[Restock]:
    """In the order of asking; of one moment, the one that waits comes last."""
    return tx.all(_OF_SHOW, show=show_id)


def restocks_for_brand(tx: ReadTx, brand_id: str) -> list[Restock]:
    """Asked in shows that go on, newest first."""
    return tx.all(_OF_BRAND, brand=brand_id)


def votes_for_more(tx: ReadTx, show_id: str) -> dict[str, int]:
    """Product → viewers who want more of it."""
    return dict(tx.all(_VOTES, show=show_id))


def _require_shown(tx: ReadTx, found: OnAir, product_id: str) -> None:
    pinned = current_pin(tx, found.show.id)
    is_pinned = pinned is not None and pinned.product_id == product_id
    listed = {each.product_id for each in assortment_of(tx, found.show.id)}
    require_valid(is_pinned or product_id in listed, "not_in_assortment", field="product_id")
