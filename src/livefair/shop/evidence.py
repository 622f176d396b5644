"""Photos that show what is wrong with a parcel: kept first, then attached to the claim that they prove."""

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import (
    DAY_MS,
    HOUR_MS,
    Actor,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    cron,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.shop.models.returns import REFUND_PHOTO
from livefair.shop.rules import returns

LOOSE_MAX = 20

_loose = (REFUND_PHOTO.c.owner_id == bindparam("who"), REFUND_PHOTO.c.refund_id.is_(None))
_LOOSE = query(int, select(func.count()).select_from(REFUND_PHOTO).where(*_loose))
_ATTACH = change(
    update(REFUND_PHOTO).where(REFUND_PHOTO.c.id == bindparam("photo"), *_loose).values(refund_id=bindparam("refund"))
)
_OF = query(
    lambda refund_id, file_key: (refund_id, file_key),
    select(REFUND_PHOTO.c.refund_id, REFUND_PHOTO.c.file_key)
    .where(text_in(REFUND_PHOTO.c.refund_id, "ids"))
    .order_by(REFUND_PHOTO.c.id),
)
_FORGET = change(
    delete(REFUND_PHOTO).where(REFUND_PHOTO.c.refund_id.is_(None), REFUND_PHOTO.c.kept_at_ms < bindparam("before"))
)


def keep_evidence(tx: WriteTx, actor: Actor, *, file_key: str) -> str:
    """`file_key` names a picture that was re-encoded by us. Returns the photo's id; it waits a day for its claim."""
    require(not actor.is_guest, "sign_in_first")
    if tx.value(_LOOSE, who=actor.id) >= LOOSE_MAX:
        raise TooMany("too_many_evidence", limit=LOOSE_MAX)
    photo_id = tx.new_id()
    tx.insert(REFUND_PHOTO, id=photo_id, owner_id=actor.id, file_key=file_key, kept_at_ms=tx.now_ms)
    return photo_id


def attach_evidence(tx: WriteTx, actor: Actor, refund_id: str, photo_ids: tuple[str, ...]) -> None:
    """One's own photos that prove nothing else yet."""
    require_valid(len(photo_ids) <= returns.PHOTOS_MAX, "too_many_files", field="photos", limit=returns.PHOTOS_MAX)
    for photo_id in dict.fromkeys(photo_ids):
        attached = tx.change(_ATTACH, photo=photo_id, who=actor.id, refund=refund_id)
        require_valid(attached == 1, "photo_gone", field="photos")


def evidence_of(tx: ReadTx, refund_ids: list[str]) -> dict[str, list[str]]:
    """File keys by claim. For callers who have checked who may see them."""
    found: dict[str, list[str]] = {refund_id: [] for refund_id in refund_ids}
    for refund_id, file_key in tx.all(_OF, ids=refund_ids) if refund_ids else ():
        found[refund_id].append(file_key)
    return found


@cron(every_ms=HOUR_MS)
def forget_loose_evidence(tx: WriteTx, actor: Actor) -> None:
    tx.change(_FORGET, before=tx.now_ms - DAY_MS)
