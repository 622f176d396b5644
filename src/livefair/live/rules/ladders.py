"""Which rooms are worth the processor that smaller pictures cost."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set

# Who has it keeps it until another room is so much fuller: a picture that changes its qualities disturbs.
_STAYS = 1.25


def rooms_with_ladder(
    chosen: Sequence[str],
    viewers: Mapping[str, int],
    having: Set[str],
    *,
    most: int,
    top: int,
    worker_of: Callable[[str], int] = lambda room: 0,
) -> list[str]:
    """Those that an operator chose, earliest first, then the fullest `top` of the others; `most` of each worker.

    `viewers`: of every room that is open. Where nobody watches nothing is made without an operator's word.
    """
    named = [room for room in chosen if room in viewers]
    others = [room for room in viewers if room not in named and viewers[room] > 0]
    others.sort(key=lambda room: (-viewers[room] * (_STAYS if room in having else 1), room))
    taken: Counter[int] = Counter()
    by_choice = _within(named, worker_of, taken, most)
    return [*by_choice, *_within(others, worker_of, taken, most)[:top]]


def left_out(chosen: Sequence[str], viewers: Mapping[str, int], wanted: Sequence[str]) -> list[str]:
    """Rooms that an operator chose and that are open, for which their worker has no place."""
    return [room for room in chosen if room in viewers and room not in wanted]


def _within(rooms: Sequence[str], worker_of: Callable[[str], int], taken: Counter[int], most: int) -> list[str]:
    found = []
    for room in rooms:
        if taken[worker_of(room)] < most:
            taken[worker_of(room)] += 1
            found.append(room)
    return found
