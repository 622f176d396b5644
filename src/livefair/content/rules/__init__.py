"""Decisions about videos and their feed: states, labels, limits, and the order of the feed. Pure."""

import math
from collections.abc import Sequence
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
SCHEDULED_AHEAD_DAYS_MAX = 90
SCHEDULED_AHEAD_MS_MAX = SCHEDULED_AHEAD_DAYS_MAX * DAY_MS
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


def is_due(publish_at_ms: int | None, now_ms: int) -> bool:
    """Whether a video that is ready shows itself: not as a draft, and not before its moment."""
    return publish_at_ms is not None and publish_at_ms <= now_ms


def is_declared(product_count: int, advertising: str) -> bool:
    """Whoever tags products says what they get from it: own goods, pay or commission."""
    return product_count == 0 or advertising != "none"


# ── the feed

FEED_KINDS = ("video", "room", "review", "idea")
FEED_TERMS = ("similar", "popular", "fresh", "follows", "on_air")
FEED_REASONS = (*FEED_TERMS, "explore")
"""Why something is shown: the term that says the most for it, or that it is tried."""
SOURCES = ("feed", "declared", "follow", "search", "share", "outside")
"""Where something was shown, each time in one place: chosen by the feed, and among that what was paid for; among those
whom one follows; found by search; come to by somebody's share link; come to from outside.
"""
IMPRESSION_REASONS = (*FEED_REASONS, "asked")
GIVEN = ("none", "explore", "trial", "floor", "support")
"""What a slot of the feed was given by beside the score: a part left to chance, the trial of what is new, the share of
small creators, the support of a programme.
"""
FRESH_HALF_LIFE_MS = 36 * HOUR_MS
POPULAR_HALF_LIFE_MS = 7 * DAY_MS
KIND_GAPS = (0, 2, 3, 3)
"""By place in FEED_KINDS: so many others stand between two of a kind, while there are others."""
HOST_ON_AIR = 0.3
"""What a video of somebody who is on air is worth of what their room is."""
TRIAL_MS = 72 * HOUR_MS
TRIAL_VIEWERS = 200
IMPRESSIONS_PER_BATCH_MAX = 2_000
IMPRESSIONS_KEPT_DAYS = 90
TRAFFIC_KEPT_DAYS = 730


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
    topic: str = ""
    """The product it is about, if it is about one."""
    is_supported: bool = False
    """A programme has granted its creator impressions that are not used up."""


def freshness(age_ms: int) -> float:
    """1 when new, ½ after a half-life."""
    return math.pow(0.5, max(0, age_ms) / FRESH_HALF_LIFE_MS)


def popularity(candidate: Candidate) -> float:
    """Appreciation and completion per viewer, shrunk to what is usual while few have looked; 0 to 1."""
    warmth = (candidate.appreciation + 2) / (candidate.viewers + 20)
    completion = (candidate.completions + 5) / (candidate.viewers + 20)
    reach = math.log1p(candidate.appreciation + candidate.viewers) / 12
    return min(1.0, 0.4 * min(1.0, warmth) + 0.3 * min(1.0, completion) + 0.3 * min(1.0, reach))


def terms(candidate: Candidate, met: float, *, now_ms: int) -> tuple[float, ...]:
    """One number from 0 to 1 for each of FEED_TERMS; `met`: how much it is met together with what was watched."""
    age_ms = max(0, now_ms - candidate.published_at_ms)
    is_room = candidate.kind == "room"
    fading = 1.0 if is_room else math.pow(0.5, age_ms / POPULAR_HALF_LIFE_MS)
    on_air = 1.0 if is_room else HOST_ON_AIR * candidate.is_on_air
    return (met, popularity(candidate) * fading, freshness(age_ms), float(candidate.is_followed), on_air)


def is_on_trial(candidate: Candidate, now_ms: int) -> bool:
    """Whatever is new gets its chance until so many have watched it, or so long."""
    is_new = now_ms - candidate.published_at_ms < TRIAL_MS
    return candidate.kind != "room" and is_new and candidate.viewers < TRIAL_VIEWERS


def small_creators(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Those whom no more people watch than the one in the middle."""
    watched: dict[str, int] = {}
    for candidate in candidates:
        watched[candidate.creator_id] = watched.get(candidate.creator_id, 0) + candidate.viewers
    middle = sorted(watched.values())[(len(watched) - 1) // 2] if watched else 0
    return frozenset(creator for creator, viewers in watched.items() if viewers <= middle)


# ── what it comes to for all


def source_of(advertising: str) -> str:
    """Where what the feed has chosen is counted: apart, if somebody was paid to make it."""
    return "declared" if advertising == "paid" else "feed"


def gini(counts: Sequence[int]) -> float:
    """0 when all have the same, towards 1 when one has everything."""
    ordered, total = sorted(counts), sum(counts)
    if not total:
        return 0.0
    weighted = sum(place * count for place, count in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
