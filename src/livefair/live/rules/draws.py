"""Lucky draws that anybody can check: what is promised beforehand, how entries are chained, who wins.

The same in words is docs/draws.md; docs/verify_draw.py is a second, independent reading of it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from livefair.kernel.clock import HOUR_MS, SECOND_MS
from livefair.kernel.commitments import Scheme

FORMAT = "livefair-draw-1"
_SCHEME = Scheme(FORMAT)
PRIZE_CHARS_MAX = 80
PHRASE_CHARS_MAX = 40
WINNERS_MAX = 100
ENTRIES_MAX = 20_000
DRAWS_PER_SHOW_MAX = 50
LASTS_MS_MIN = 10 * SECOND_MS
LASTS_MS_MAX = HOUR_MS


class Promise(NamedTuple):
    """What is fixed when a draw opens. `eligibility` is everybody, followers or phrase; times in ms since 1970."""

    draw_id: str
    room_id: str
    show_id: str
    prize: str
    winners: int
    eligibility: str
    phrase: str
    opened_at_ms: int
    closes_at_ms: int


def rules_text(promise: Promise) -> str:
    """The promise as the one text that is committed to: JSON with sorted keys, ASCII, no spaces."""
    return _SCHEME.promise(promise._asdict())


def commitment(seed: str, draw_id: str, rules: str) -> str:
    """Published when the draw opens: neither seed nor rules can be another afterwards. Hex of 32 bytes."""
    return _SCHEME.digest("commitment", seed, draw_id, rules)


def first_hash(draw_id: str) -> str:
    """Where the chain of entries begins."""
    return _SCHEME.digest("entries", draw_id)


def next_hash(before: str, *, position: int, ticket: str, at_ms: int) -> str:
    """The running hash after one more entry: it stands for this entry and all before it."""
    return _SCHEME.digest("entry", before, str(position), ticket, str(at_ms))


def ticket_of(secret: str) -> str:
    """A name for an entry out of something random: 32 hex digits."""
    return _SCHEME.digest("ticket", secret)[:32]


def winners_of(seed: str, root: str, tickets: Sequence[str], *, winners: int) -> list[int]:
    """Positions (from 1) of those who win, first place first.

    Every entry gets a number, HMAC-SHA256 of its place under the seed; the lowest win. The root, which is fixed when
    the draw closes, is part of each number: a seed that was chosen beforehand decides nothing by itself.
    """
    numbers = [
        (_SCHEME.number(seed, "winner", root, str(position), ticket), position)
        for position, ticket in enumerate(tickets, start=1)
    ]
    return [position for _, position in sorted(numbers)[:winners]]
