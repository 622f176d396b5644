"""Photos for a review: taken in one by one, re-encoded before they come here, then attached."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.community import rules
from livefair.community.models import REVIEW_PHOTO
from livefair.kernel import (
    HOUR_MS,
    Actor,
    Conflict,
    NotFound,
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

SIDE_MAX = 16_384


class Photo(NamedTuple):
    id: str
    file_key: str
    width: int
    height: int


class ReviewPhoto(NamedTuple):
    review_id: str
    file_key: str
    width: int
    height: int


_loose = (REVIEW_PHOTO.c.owner_id == bindparam("who"), REVIEW_PHOTO.c.review_id.is_(None))
_LOOSE_COUNT = query(int, select(func.count()).select_from(REVIEW_PHOTO).where(*_loose))
_LOOSE = query(
    Photo,
    select(*(REVIEW_PHOTO.c[field] for field in Photo._fields)).where(*_loose, text_in(REVIEW_PHOTO.c.id, "ids")),
)
_ATTACH = change(
    update(REVIEW_PHOTO)
    .where(REVIEW_PHOTO.c.id == bindparam("photo"), *_loose)
    .values(review_id=bindparam("review"), position=bindparam("place"))
)
_OF_REVIEWS = query(
    ReviewPhoto,
    select(*(REVIEW_PHOTO.c[field] for field in ReviewPhoto._fields))
    .where(text_in(REVIEW_PHOTO.c.review_id, "ids"))
    .order_by(REVIEW_PHOTO.c.review_id, REVIEW_PHOTO.c.position),
)
_FORGET = change(
    delete(REVIEW_PHOTO).where(REVIEW_PHOTO.c.review_id.is_(None), REVIEW_PHOTO.c.kept_at_ms < bindparam("before"))
)


def keep_photo(tx: WriteTx, actor: Actor, *, file_key: str, width: int, height: int) -> Photo:
    """Remember a photo that the program itself has re-encoded and stored under `file_key`, for a review to come."""
    require(not actor.is_guest, "sign_in_first")
    require_valid(0 < len(file_key) <= 200, "empty", field="file_key")
    require_valid(0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX, "out_of_range", field="width")
    if tx.value(_LOOSE_COUNT, who=actor.id) >= rules.LOOSE_PHOTOS_MAX:
        raise TooMany("too_many_photos", limit=rules.LOOSE_PHOTOS_MAX)
    photo = Photo(tx.new_id(), file_key, width, height)
    tx.insert(REVIEW_PHOTO, owner_id=actor.id, kept_at_ms=tx.now_ms, **photo._asdict())
    return photo


def attach_photos(tx: WriteTx, actor: Actor, review_id: str, photo_ids: list[str]) -> None:
    for position, photo_id in enumerate(photo_ids):
        if not tx.change(_ATTACH, who=actor.id, photo=photo_id, review=review_id, place=position):
            raise Conflict("photo_used")


def loose_photos_for(tx: ReadTx, actor: Actor, photo_ids: list[str]) -> list[Photo]:
    """One's own photos that belong to no review yet, in the order asked for. NotFound if one is missing."""
    found = {photo.id: photo for photo in tx.all(_LOOSE, who=actor.id, ids=photo_ids)}
    if len(found) != len(photo_ids):
        raise NotFound("not_found", kind="photo")
    return [found[photo_id] for photo_id in photo_ids]


def photos_of(tx: ReadTx, review_ids: list[str]) -> dict[str, list[ReviewPhoto]]:
    """By review, in order."""
    by_review: dict[str, list[ReviewPhoto]] = {}
    for photo in tx.all(_OF_REVIEWS, ids=review_ids):
        by_review.setdefault(photo.review_id, []).append(photo)
    return by_review


@cron(every_ms=HOUR_MS)
def forget_loose_photos(tx: WriteTx, actor: Actor) -> None:
    """A photo that no review came for within a day."""
    tx.change(_FORGET, before=tx.now_ms - rules.PHOTO_KEPT_MS)
