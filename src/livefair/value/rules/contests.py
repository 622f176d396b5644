"""Decisions about lines of statements that somebody contests. Pure."""

from collections.abc import Iterable

from livefair.kernel.clock import DAY_MS

OUTCOMES = ("mended", "stands", "withdrawn")
WORDS_MAX = 500
# So many may wait for one party at once: an objection keeps another's money back.
OPEN_MAX = 5
WITHIN_MS = 180 * DAY_MS
# Money is kept back for so long at most; after that the objection still waits, and is shown as overdue.
HELD_MS = 14 * DAY_MS


def counterpart_of(parties: Iterable[tuple[str, str | None]], party: str) -> str | None:
    """Who else's share it would come out of, of `(role, party)`: the brand's, or the host's where the brand contests.

    None: the house's, as with a gift.
    """
    found = {role: who for role, who in reversed(list(parties)) if who and who != party}
    return found.get("brand") or (found.get("host") if "brand" not in found else None)


def may_contest(*, planned_at_ms: int, now_ms: int) -> bool:
    return now_ms - planned_at_ms <= WITHIN_MS


def may_answer(*, is_operator: bool, person_id: str, organisation_id: str | None, sides: Iterable[str | None]) -> bool:
    """An operator who is on neither side."""
    return is_operator and not {person_id, organisation_id} & {side for side in sides if side}


def to_take_back(*, left_minor: int, share_minor: int, refunded_minor: int) -> int:
    """Of a grant out of a share: in the measure in which the share goes back, with the last of it all."""
    return left_minor - left_minor * (share_minor - refunded_minor) // share_minor if share_minor else left_minor


def to_hold(*, asked_minor: int, share_minor: int, free_minor: int) -> int:
    """Never more than was asked for, than the other's share of this line, or than stands ready: no debt comes of it."""
    return max(0, min(asked_minor, share_minor, free_minor))
