"""Decisions about videos and their feed: states, labels, limits, and the order of the feed. Pure."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS

VIDEO_STATES = ("uploading", "uploaded", "processing", "ready", "failed", "published", "removed")
ADVERTISING = ("none", "own_goods", "paid", "commission")
CARD_KINDS = ("review", "idea")

UPLOAD_BYTES_MAX = 300_000_000
PART_BYTES_MAX = 16_000_000
PARTS_MAX = 64
DRAFTS_MAX = 20
UPLOADS_PER_DAY_MAX = 50
UPLOAD_WITHIN_MS = 6 * HOUR_MS
PROCESSING_LIMIT_MS = 15 * MINUTE_MS
PROCESSING_ATTEMPTS_MAX = 3
PROGRESS_STEP_PERCENT = 5
TITLE_CHARS_MAX = 80
CAPTION_CHARS_MAX = 1_000
PRODUCTS_PER_VIDEO_MAX = 6
COMMENT_CHARS_MAX = 500
COMMENTS_PER_MINUTE_MAX = 12
WATCH_MS_PER_LINE_MAX = 10 * MINUTE_MS
VIEW_LINES_MAX = 1_000

UPLOADER_ROLES = frozenset({"host", "brand"})

# ── videos


def may_upload(roles: frozenset[str]) -> bool:
    return bool(roles & UPLOADER_ROLES)


def may_moderate(roles: frozenset[str]) -> bool:
    return bool(roles & {"moderator", "operator"})


def may_describe(state: str) -> bool:
    return state not in {"failed", "removed"}


def may_remove_comment(*, by: str, comment_author: str, video_author: str) -> bool:
    return by in {comment_author, video_author}


def is_declared(product_count: int, advertising: str) -> bool:
    """Whoever tags products says what they get from it: own goods, pay or commission."""
    return product_count == 0 or advertising != "none"


def day_of(at_ms: int) -> int:
    return at_ms // DAY_MS


# ── the feed

FRESH_HALF_LIFE_MS = 36 * HOUR_MS
CREATOR_GAP = 5
"""So many other creators' items stand between two of the same creator, while there are others."""
KIND_GAP = {"video": 0, "room": 2, "review": 3}


class Candidate(NamedTuple):
    """What the ranking knows of an item: counts, not contents."""

    kind: str
    id: str
    creator_id: str
    published_at_ms: int
    appreciation: int
    """Likes + 2·comments + 3·saves + 4·shares of a video, endorsements of a review, viewers of a room."""
    viewers: int
    completions: int
    is_followed: bool
    is_on_air: bool


class Ranked(NamedTuple):
    kind: str
    id: str
    creator_id: str
    reason: str
    score: float


def freshness(age_ms: int) -> float:
    """1 when new, ½ after a half-life."""
    return math.pow(0.5, max(0, age_ms) / FRESH_HALF_LIFE_MS)


def popularity(candidate: Candidate) -> float:
    """Appreciation and completion per viewer, shrunk to what is usual while few have looked; 0 to 1."""
    warmth = (candidate.appreciation + 2) / (candidate.viewers + 20)
    completion = (candidate.completions + 5) / (candidate.viewers + 20)
    reach = math.log1p(candidate.appreciation + candidate.viewers) / 12
    return min(1.0, 0.4 * min(1.0, warmth) + 0.3 * min(1.0, completion) + 0.3 * min(1.0, reach))


def judge(candidate: Candidate, *, now_ms: int) -> Ranked:
    """Score an item and say in one word why it is shown."""
    fresh = 1.0 if candidate.kind == "room" else freshness(now_ms - candidate.published_at_ms)
    popular = popularity(candidate)
    score = 0.5 * fresh + 0.8 * popular + 0.4 * candidate.is_followed + 0.2 * candidate.is_on_air
    if candidate.kind == "room":
        reason = "on_air"
    elif candidate.kind == "review":
        reason = "review"
    elif candidate.is_followed:
        reason = "follows"
    else:
        reason = "fresh" if 0.5 * fresh >= 0.8 * popular else "popular"
    return Ranked(candidate.kind, candidate.id, candidate.creator_id, reason, round(score, 9))


def rank(candidates: Iterable[Candidate], *, now_ms: int) -> list[Ranked]:
    """Best first; equal scores in the order of ids, so that the same input always gives the same feed."""
    judged = [judge(candidate, now_ms=now_ms) for candidate in candidates]
    return sorted(judged, key=lambda item: (-item.score, item.kind, item.id))


def arrange(ranked: Sequence[Ranked], *, most: int) -> list[Ranked]:
    """The first `most`, kept apart: creators by CREATOR_GAP, rooms and reviews by their KIND_GAP.

    When nothing fits, the gaps give way: a small place still fills its feed.
    """
    rest = list(ranked)
    chosen: list[Ranked] = []
    while rest and len(chosen) < most:
        fitting = next((item for item in rest if _fits(item, chosen)), rest[0])
        rest.remove(fitting)
        chosen.append(fitting)
    return chosen


def _fits(item: Ranked, chosen: Sequence[Ranked]) -> bool:
    gap = KIND_GAP.get(item.kind, 0)
    near_kinds = {other.kind for other in chosen[-gap:]} if gap else set()
    near_creators = {other.creator_id for other in chosen[-CREATOR_GAP:]}
    return item.kind not in near_kinds and item.creator_id not in near_creators
