"""Decisions about reviews: who may write what, what must be disclosed, who earns on them. Pure."""

from livefair.kernel.clock import DAY_MS

DISCLOSURES = ("none", "gift", "discount", "employed", "affiliate")
"""What the reviewer got for it, in their own word; the choice cannot be left out."""

RATING_MIN, RATING_MAX = 1, 5
TEXT_CHARS_MIN, TEXT_CHARS_MAX = 5, 2_000
PHOTOS_MIN, PHOTOS_MAX = 1, 6
SCENARIOS_MAX = 4
ANSWER_CHARS_MAX = 1_000
CARD_CHARS_MAX = 140
REVIEWS_PER_DAY_MAX = 30
LOOSE_PHOTOS_MAX = 24
PHOTO_KEPT_MS = DAY_MS
OPENING_LINES_MAX = 1_000


def may_disclose(disclosure: str, *, works_for_brand: bool) -> bool:
    """Whoever works for the brand says so, and nothing milder."""
    return disclosure == "employed" if works_for_brand else True


def may_vote(*, voter_id: str, author_id: str) -> bool:
    return voter_id != author_id


def may_answer(*, organisation_id: str | None, brand_id: str) -> bool:
    return organisation_id == brand_id


def may_speak_for(organisation_id: str | None, brand_id: str, roles: frozenset[str]) -> bool:
    return "brand" in roles and organisation_id == brand_id


def may_moderate(roles: frozenset[str]) -> bool:
    return bool(roles & {"moderator", "operator"})


def may_earn(*, buyer_id: str, reviewer_id: str, is_verified: bool, disclosure: str) -> bool:
    """A review earns when its writer kept the goods, is not the buyer, and is not paid by the brand anyway."""
    return is_verified and buyer_id != reviewer_id and disclosure != "employed"


def snippet(text: str) -> str:
    """The beginning of a text as one line for a card."""
    line = " ".join(text.split())
    return line if len(line) <= CARD_CHARS_MAX else line[: CARD_CHARS_MAX - 1].rstrip() + "…"
