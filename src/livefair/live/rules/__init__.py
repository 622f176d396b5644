"""Decisions about rooms: pure, so that every one of them can be read and tested by itself."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from livefair.kernel.actors import Actor
from livefair.kernel.clock import DAY_MS, HOUR_MS, MINUTE_MS

TITLE_CHARS_MAX = 60
ABOUT_CHARS_MAX = 500
LINE_CHARS_MAX = 200
PRODUCT_TITLE_CHARS_MAX = 200
QUESTION_CHARS_MAX = 200
ANSWER_CHARS_MAX = 500
NOTE_CHARS_MAX = 200
POINTS_CHARS_MAX = 500
ROOMS_PER_HOST_MAX = 10
PLANNED_SHOWS_MAX = 50
PLAN_AHEAD_MS_MAX = 180 * DAY_MS
SHOW_MS_MAX = 24 * HOUR_MS
LATE_MS_MAX = 30 * MINUTE_MS
REMIND_BEFORE_MS = 10 * MINUTE_MS
BLOCKS_MAX = 100
BLOCK_MS_MIN = MINUTE_MS // 2
BLOCK_MS_MAX = 3 * HOUR_MS
SCRIPT_CHARS_MAX = 2_000
RUN_BLOCKS_LEAST = 3
GOODS_ROLES = ("traffic", "profit", "image")
OPEN_QUESTIONS_PER_VIEWER_MAX = 5
QUESTIONS_PER_SHOW_MAX = 2_000
ASSORTMENT_MAX = 200
MODERATORS_MAX = 50
BATCH_MAX = 2_000
TAPS_PER_VIEWER_AND_BATCH_MAX = 100
PRICE_MINOR_MAX = 10**12


class HasRoom(Protocol):
    """Whatever says whose room it is."""

    @property
    def host_id(self) -> str: ...
    @property
    def organisation_id(self) -> str | None: ...


def missing_roles(roles: Iterable[str | None]) -> list[str]:
    """What no product of a show is there for: a balanced list brings viewers, earns, and stands for the host."""
    given = set(roles)
    return [role for role in GOODS_ROLES if role not in given]


def may_open_room(actor: Actor) -> bool:
    return actor.has("host")


def may_run(actor: Actor, room: HasRoom) -> bool:
    """The host, and whoever acts for the brand or MCN that the room belongs to."""
    if actor.id == room.host_id and not actor.is_guest:
        return True
    return room.organisation_id is not None and actor.organisation_id == room.organisation_id


def may_stop(actor: Actor, room: HasRoom) -> bool:
    """Who runs it, and the operators, who must be able to take any show off the air."""
    return may_run(actor, room) or actor.has("operator") or actor.has("moderator") or actor.has("system")


def may_moderate(actor: Actor, room: HasRoom, *, is_room_moderator: bool) -> bool:
    return is_room_moderator or may_stop(actor, room)


def may_see_mutes(actor: Actor) -> bool:
    """Mutes of others, in any room."""
    return actor.has("moderator") or actor.has("operator") or actor.has("system")


def may_be_muted(person_id: str, room: HasRoom) -> bool:
    return person_id != room.host_id


def is_muted(*, until_at_ms: int | None, now_ms: int) -> bool:
    """Of a mute that nobody has lifted."""
    return until_at_ms is None or until_at_ms > now_ms


def gist(text: str) -> str:
    """What makes two questions the same: letters, numbers and signs of writing, without case, space, punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in folded if unicodedata.category(char)[0] in "LNM")
    return kept or folded.strip()


def offset_ms(at_ms: int, *, from_at_ms: int) -> int:
    """Where in the video something happened; what came before it began is at its beginning."""
    return max(0, at_ms - from_at_ms)


def key_hash(token: str) -> str:
    """Stream keys are 256 random bits, so that one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_key(token: str, kept_hash: str | None) -> bool:
    return kept_hash is not None and hmac.compare_digest(key_hash(token), kept_hash)


def masked(name: str) -> str:
    """A buyer as everybody may see them: the first character and the fact that there is more."""
    return name[:1] + "**"
