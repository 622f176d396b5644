"""Read models of reviews: a product's, a person's, one alone, and their sums."""

import json
from collections import Counter
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, cast, func, select

from livefair.catalog import ProductCard, product_cards
from livefair.catalog.queries import products_of_brand
from livefair.catalog.removals import not_removed
from livefair.community.answers import Answer, answers_to
from livefair.community.models import HELPFUL_VOTE, REVIEW
from livefair.community.photos import ReviewPhoto, photos_of
from livefair.community.reviews import REVIEW_COLUMNS, Review, review_for
from livefair.kernel import Actor, ReadTx, query, text_in
from livefair.people import PersonCard, hidden_from, in_sight, person_cards

PAGE_MAX = 50
LAST = "~"
"""Sorts after every id: the cursor of the first page."""

SCENARIOS_COUNTED_MAX = 1_000


class ReviewItem(NamedTuple):
    """A review as it is shown. `disclosure` is a label to show; `is_verified`: bought here and kept."""

    id: str
    author: PersonCard
    product: ProductCard
    rating: int
    text: str
    scenarios: list[str]
    disclosure: str
    is_verified: bool
    photos: list[ReviewPhoto]
    helpful: int
    is_found_helpful: bool
    answer: Answer | None
    published_at_ms: int
    hidden_case_id: str | None


class Summary(NamedTuple):
    """Of the reviews that stand. `by_rating` counts 1 to 5 stars; `average_hundredths` is 0 without a review."""

    reviews: int
    verified: int
    average_hundredths: int
    by_rating: list[int]


class Deeds(NamedTuple):
    """What somebody has done here: reviews that stand, how often those were found helpful, votes given."""

    reviews: int
    found_helpful: int
    votes: int


class _RatingCount(NamedTuple):
    rating: int
    reviews: int
    verified: int


class ReviewSums(NamedTuple):
    """Of a span of time: how many, by how many people, how many of kept purchases, sum of ratings."""

    reviews: int
    people: int
    verified: int
    rating_sum: int


_stands = (
    REVIEW.c.removed_at_ms.is_(None),
    REVIEW.c.hidden_case_id.is_(None),
    in_sight(REVIEW.c.author_id),
    not_removed(REVIEW.c.product_id),
)
_verified = func.count().filter(REVIEW.c.line_id.is_not(None), REVIEW.c.returned_at_ms.is_(None))
_page = (REVIEW.c.id < bindparam("before"),)
_OF_PRODUCT = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(REVIEW.c.product_id == bindparam("product"), *_stands, *_page)
    .order_by(REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_used_for = REVIEW.c.scenarios.contains(bindparam("scenario"))
_USED_FOR = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(REVIEW.c.product_id == bindparam("product"), _used_for, *_stands, *_page)
    .order_by(REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_ALL_SCENARIOS = query(
    str,
    select(REVIEW.c.scenarios)
    .where(REVIEW.c.product_id == bindparam("product"), *_stands)
    .order_by(REVIEW.c.id.desc())
    .limit(SCENARIOS_COUNTED_MAX),
)
_OF_PRODUCTS = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(text_in(REVIEW.c.product_id, "products"), *_stands, *_page)
    .order_by(REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_HELPFUL_FIRST = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(REVIEW.c.product_id == bindparam("product"), *_stands)
    .order_by(REVIEW.c.helpful.desc(), REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_OF_AUTHOR = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(REVIEW.c.author_id == bindparam("author"), *_stands, *_page)
    .order_by(REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_OWN = query(
    Review,
    select(*REVIEW_COLUMNS)
    .where(REVIEW.c.author_id == bindparam("author"), REVIEW.c.removed_at_ms.is_(None), *_page)
    .order_by(REVIEW.c.id.desc())
    .limit(bindparam("most")),
)
_REVIEWED = query(
    str, select(REVIEW.c.line_id).where(text_in(REVIEW.c.line_id, "ids"), REVIEW.c.removed_at_ms.is_(None))
)
_VOTED = query(
    str,
    select(HELPFUL_VOTE.c.review_id).where(
        HELPFUL_VOTE.c.person_id == bindparam("who"), text_in(HELPFUL_VOTE.c.review_id, "ids")
    ),
)
_RATINGS = query(
    _RatingCount,
    select(REVIEW.c.rating, func.count(), _verified)
    .where(REVIEW.c.product_id == bindparam("product"), *_stands)
    .group_by(REVIEW.c.rating),
)
_of_person = (REVIEW.c.author_id == bindparam("who"), REVIEW.c.removed_at_ms.is_(None))
_DEEDS = query(
    Deeds,
    select(
        select(func.count()).select_from(REVIEW).where(*_of_person).scalar_subquery(),
        select(cast(func.coalesce(func.sum(REVIEW.c.helpful), 0), BigInteger)).where(*_of_person).scalar_subquery(),
        select(func.count()).where(HELPFUL_VOTE.c.person_id == bindparam("who")).scalar_subquery(),
    ),
)
_BETWEEN = query(
    ReviewSums,
    select(
        func.count(),
        func.count(REVIEW.c.author_id.distinct()),
        _verified,
        cast(func.coalesce(func.sum(REVIEW.c.rating), 0), BigInteger),
    ).where(REVIEW.c.published_at_ms >= bindparam("from_ms"), REVIEW.c.published_at_ms < bindparam("to_ms"), *_stands),
)


def review_page(tx: ReadTx, actor: Actor, review_id: str) -> ReviewItem:
    return _items(tx, actor, [review_for(tx, actor, review_id)])[0]


def reviews_of_product(
    tx: ReadTx, actor: Actor, product_id: str, *, before: str = LAST, most: int = 10
) -> list[ReviewItem]:
    """Newest first. `before`: the id of the last one of the page before."""
    return _met(tx, actor, tx.all(_OF_PRODUCT, product=product_id, before=before, most=_bounded(most)))


def reviews_for_scenario(
    tx: ReadTx, actor: Actor, product_id: str, scenario: str, *, before: str = LAST, most: int = 10
) -> list[ReviewItem]:
    """Of those who have used it for this, newest first."""
    quoted = json.dumps(scenario)
    return _met(tx, actor, tx.all(_USED_FOR, product=product_id, scenario=quoted, before=before, most=_bounded(most)))


def used_for(tx: ReadTx, product_id: str) -> dict[str, int]:
    """Scenario → in how many of the newest SCENARIOS_COUNTED_MAX reviews it is named, the most first."""
    named = Counter(word for words in tx.all(_ALL_SCENARIOS, product=product_id) for word in json.loads(words))
    return dict(named.most_common())


def reviews_of_brand(
    tx: ReadTx, actor: Actor, brand_id: str, *, before: str = LAST, most: int = 10
) -> list[ReviewItem]:
    """Of all its products, newest first."""
    ids = [card.id for card in products_of_brand(tx, brand_id)]
    return _met(tx, actor, tx.all(_OF_PRODUCTS, products=ids, before=before, most=_bounded(most)))


def most_helpful(tx: ReadTx, actor: Actor, product_id: str, *, most: int = 3) -> list[ReviewItem]:
    return _met(tx, actor, tx.all(_HELPFUL_FIRST, product=product_id, most=_bounded(most)))


def reviews_of_person(
    tx: ReadTx, actor: Actor, author_id: str, *, before: str = LAST, most: int = 10
) -> list[ReviewItem]:
    """What others see of somebody's reviews; their own list has hidden ones too."""
    statement = _OWN if actor.id == author_id else _OF_AUTHOR
    return _met(tx, actor, tx.all(statement, author=author_id, before=before, most=_bounded(most)))


def summary_of(tx: ReadTx, product_id: str) -> Summary:
    rows = tx.all(_RATINGS, product=product_id)
    stars = {row.rating: row.reviews for row in rows}
    reviews = sum(stars.values())
    total = sum(rating * times for rating, times in stars.items())
    return Summary(
        reviews=reviews,
        verified=sum(row.verified for row in rows),
        average_hundredths=(200 * total + reviews) // (2 * reviews) if reviews else 0,
        by_rating=[stars.get(rating, 0) for rating in range(1, 6)],
    )


def reviewed_lines(tx: ReadTx, line_ids: list[str]) -> frozenset[str]:
    """Which of these purchases have a review already."""
    return frozenset(tx.all(_REVIEWED, ids=line_ids)) if line_ids else frozenset()


def reviews_between(tx: ReadTx, from_ms: int, to_ms: int) -> ReviewSums:
    return tx.value(_BETWEEN, from_ms=from_ms, to_ms=to_ms)


def deeds_of(tx: ReadTx, person_id: str) -> Deeds:
    return tx.value(_DEEDS, who=person_id)


def _met(tx: ReadTx, actor: Actor, reviews: list[Review]) -> list[ReviewItem]:
    hidden = frozenset() if actor.is_guest else hidden_from(tx, actor.id)
    return _items(tx, actor, [review for review in reviews if review.author_id not in hidden])


def _items(tx: ReadTx, actor: Actor, reviews: list[Review]) -> list[ReviewItem]:
    if not reviews:
        return []
    ids = [review.id for review in reviews]
    authors = person_cards(tx, sorted({review.author_id for review in reviews}))
    products = product_cards(tx, sorted({review.product_id for review in reviews}))
    photos, answers = photos_of(tx, ids), answers_to(tx, ids)
    voted = frozenset() if actor.is_guest else frozenset(tx.all(_VOTED, who=actor.id, ids=ids))
    return [
        ReviewItem(
            id=review.id,
            author=authors[review.author_id],
            product=products[review.product_id],
            rating=review.rating,
            text=review.text,
            scenarios=json.loads(review.scenarios),
            disclosure=review.disclosure,
            is_verified=review.is_verified,
            photos=photos.get(review.id, []),
            helpful=review.helpful,
            is_found_helpful=review.id in voted,
            answer=answers.get(review.id),
            published_at_ms=review.published_at_ms,
            hidden_case_id=review.hidden_case_id,
        )
        for review in reviews
    ]


def _bounded(most: int) -> int:
    return max(1, min(most, PAGE_MAX))
