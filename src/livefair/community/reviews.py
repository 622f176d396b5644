"""Photo reviews: written once per purchase, shown with the product and in the feed."""

import json
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog import ProductCard, product_cards, product_for
from livefair.catalog.rules.scenarios import are_known
from livefair.community import rules
from livefair.community.events import ReviewHidden, ReviewPublished, ReviewRemoved, ReviewRestored
from livefair.community.models import REVIEW
from livefair.community.photos import Photo, attach_photos, loose_photos_for
from livefair.content import Card, publish_card, restore_card, withdraw_card
from livefair.governance import Shown, Subject
from livefair.kernel import (
    DAY_MS,
    Actor,
    Conflict,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line, clean_text, is_blocked, is_removed
from livefair.shop.queries import line_for_review

CARD = "review"


class ReviewDraft(NamedTuple):
    """What a reviewer writes. `line_id` names the kept purchase; without it the review is unverified.

    `disclosure` is one of rules.DISCLOSURES and has no default on purpose.
    """

    product_id: str
    rating: int
    text: str
    photo_ids: tuple[str, ...]
    disclosure: str
    line_id: str | None = None
    scenarios: tuple[str, ...] = ()


class Review(NamedTuple):
    id: str
    author_id: str
    product_id: str
    line_id: str | None
    rating: int
    text: str
    scenarios: str
    disclosure: str
    helpful: int
    published_at_ms: int
    returned_at_ms: int | None
    hidden_case_id: str | None

    @property
    def is_verified(self) -> bool:
        """Bought here and kept."""
        return self.line_id is not None and self.returned_at_ms is None


REVIEW_COLUMNS = tuple(REVIEW.c[field] for field in Review._fields)
_one = (REVIEW.c.id == bindparam("one"), REVIEW.c.removed_at_ms.is_(None))
_REVIEW = query(Review, select(*REVIEW_COLUMNS).where(*_one))
_BY_KEY = query(
    Review, select(*REVIEW_COLUMNS).where(REVIEW.c.author_id == bindparam("who"), REVIEW.c.key == bindparam("the_key"))
)
_TODAY = query(
    int,
    select(func.count())
    .select_from(REVIEW)
    .where(REVIEW.c.author_id == bindparam("who"), REVIEW.c.published_at_ms > bindparam("since")),
)
_REMOVE = change(update(REVIEW).where(*_one).values(removed_at_ms=bindparam("now")))
_HIDE = change(update(REVIEW).where(*_one).values(hidden_case_id=bindparam("case")))
_RETURNED = change(
    update(REVIEW)
    .where(REVIEW.c.line_id == bindparam("line"), REVIEW.c.returned_at_ms.is_(None))
    .values(returned_at_ms=bindparam("now"))
)


def publish_review(tx: WriteTx, actor: Actor, draft: ReviewDraft, *, key: str) -> Review:
    """Publish to the product and into the feed. The same `key` twice is the same review.

    Conflict already_reviewed; NotFound for a line that is not the actor's own, delivered and kept.
    """
    require(not actor.is_guest, "sign_in_first")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, the_key=key)) is not None:
        return earlier
    if tx.value(_TODAY, who=actor.id, since=tx.now_ms - DAY_MS) >= rules.REVIEWS_PER_DAY_MAX:
        raise TooMany("too_many_reviews", limit=rules.REVIEWS_PER_DAY_MAX)
    product = _product_of(tx, actor, draft)
    works_for_brand = actor.organisation_id == product.brand_id
    review = _review_of(tx, actor, draft, works_for_brand=works_for_brand)
    photos = loose_photos_for(tx, actor, _photo_ids(draft))
    if not tx.insert_new(REVIEW, key=key, **review._asdict()):
        raise Conflict("already_reviewed")
    attach_photos(tx, actor, review.id, [photo.id for photo in photos])
    publish_card(tx, actor, _card_of(review, photos))
    tx.announce(_announcement(review, product, photos))
    return review


def review_for(tx: ReadTx, actor: Actor, review_id: str) -> Review:
    """A review that this actor may see: it stands, it is not hidden, no block in between; or own; or to moderate."""
    review = tx.one(_REVIEW, one=review_id)
    if review is None or not _sees(tx, actor, review):
        not_found("review")
    return review


def shown_review(tx: ReadTx, actor: Actor, review_id: str) -> Shown:
    """The review as governance takes it when somebody reports it."""
    review = review_for(tx, actor, review_id)
    snapshot = f"{review.rating}/5 {review.disclosure}\n{review.text}"
    return Shown(Subject("review", review.id), review.author_id, snapshot)


def remove_review(tx: WriteTx, actor: Actor, review_id: str) -> None:
    """Its writer takes a review away for good; the purchase may be reviewed anew."""
    review = review_for(tx, actor, review_id)
    require(review.author_id == actor.id, "not_yours")
    if tx.change(_REMOVE, one=review.id, now=tx.now_ms):
        withdraw_card(tx, actor, CARD, review.id)
        tx.announce(ReviewRemoved(review_id=review.id, author_id=actor.id))


def hide_or_restore(tx: WriteTx, actor: Actor, review_id: str, case_id: str | None) -> None:
    """Make a review's visibility follow the moderators: hidden by a case, or by none."""
    review = tx.one(_REVIEW, one=review_id)
    if review is None or review.hidden_case_id == case_id:
        return
    tx.change(_HIDE, one=review.id, case=case_id)
    if case_id is None:
        restore_card(tx, actor, CARD, review.id)
        tx.announce(ReviewRestored(review_id=review.id, author_id=review.author_id))
    else:
        withdraw_card(tx, actor, CARD, review.id)
        tx.announce(ReviewHidden(review_id=review.id, author_id=review.author_id, case_id=case_id))


def mark_returned(tx: WriteTx, actor: Actor, line_id: str) -> None:
    """The goods went back: what was written of them is no longer the word of somebody who kept them."""
    tx.change(_RETURNED, line=line_id, now=tx.now_ms)


def _product_of(tx: ReadTx, actor: Actor, draft: ReviewDraft) -> ProductCard:
    """The product reviewed: that of the purchase, or one that is listed."""
    if draft.line_id is None:
        product_id = product_for(tx, actor, draft.product_id).id
    else:
        line = line_for_review(tx, actor.id, draft.line_id) or not_found("order_line")
        require_valid(line.product_id == draft.product_id, "other_product", field="product_id")
        product_id = line.product_id
    return product_cards(tx, [product_id])[product_id]


def _review_of(tx: WriteTx, actor: Actor, draft: ReviewDraft, *, works_for_brand: bool) -> Review:
    in_range = rules.RATING_MIN <= draft.rating <= rules.RATING_MAX
    require_valid(in_range, "out_of_range", field="rating")
    require_valid(draft.disclosure in rules.DISCLOSURES, "disclosure_needed", field="disclosure")
    honest = rules.may_disclose(draft.disclosure, works_for_brand=works_for_brand)
    require_valid(honest, "employment_undisclosed", field="disclosure")
    scenarios = tuple(dict.fromkeys(draft.scenarios))
    require_valid(are_known(scenarios, most=rules.SCENARIOS_MAX), "unknown_word", field="scenarios")
    text = clean_text(draft.text, limit=rules.TEXT_CHARS_MAX, field="text")
    require_valid(len(text) >= rules.TEXT_CHARS_MIN, "too_short", field="text", limit=rules.TEXT_CHARS_MIN)
    return Review(
        id=tx.new_id(),
        author_id=actor.id,
        product_id=draft.product_id,
        line_id=draft.line_id,
        rating=draft.rating,
        text=text,
        scenarios=json.dumps(scenarios),
        disclosure=draft.disclosure,
        helpful=0,
        published_at_ms=tx.now_ms,
        returned_at_ms=None,
        hidden_case_id=None,
    )


def _photo_ids(draft: ReviewDraft) -> list[str]:
    photo_ids = list(dict.fromkeys(draft.photo_ids))
    enough = rules.PHOTOS_MIN <= len(photo_ids) <= rules.PHOTOS_MAX
    require_valid(enough, "photos_needed", field="photo_ids", least=rules.PHOTOS_MIN, most=rules.PHOTOS_MAX)
    return photo_ids


def _card_of(review: Review, photos: list[Photo]) -> Card:
    return Card(
        kind=CARD,
        id=review.id,
        author_id=review.author_id,
        product_id=review.product_id,
        text=rules.snippet(review.text),
        rating=review.rating,
        picture_key=photos[0].file_key,
        disclosure=review.disclosure,
    )


def _announcement(review: Review, product: ProductCard, photos: list[Photo]) -> ReviewPublished:
    return ReviewPublished(
        review_id=review.id,
        author_id=review.author_id,
        product_id=review.product_id,
        brand_id=product.brand_id,
        line_id=review.line_id,
        rating=review.rating,
        disclosure=review.disclosure,
        photos=len(photos),
    )


def _sees(tx: ReadTx, actor: Actor, review: Review) -> bool:
    if review.author_id == actor.id or rules.may_moderate(actor.roles):
        return True
    if review.hidden_case_id is not None or is_removed(tx, review.author_id) or _product_is_removed(tx, review):
        return False
    return actor.is_guest or not is_blocked(tx, actor.id, review.author_id)


def _product_is_removed(tx: ReadTx, review: Review) -> bool:
    return product_cards(tx, [review.product_id])[review.product_id].hidden_case_id is not None
