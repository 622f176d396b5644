"""Which rooms are worth the processor that smaller pictures cost."""

from collections.abc import Mapping, Sequence, Set

# Who has it keeps it until another room is so much fuller: a picture that changes its qualities disturbs.
_STAYS = 1.25


def rooms_with_ladder(
    chosen: Sequence[str], viewers: Mapping[str, int], having: Set[str], *, most: int, top: int
) -> list[str]:
    """Those that an operator chose, earliest first, then the fullest `top` of the others; `most` in all.

    `viewers`: of every room that is open. Where nobody watches nothing is made without an operator's word.
    """
    named = [room for room in chosen if room in viewers]
    others = [room for room in viewers if room not in named and viewers[room] > 0]
    others.sort(key=lambda room: (-viewers[room] * (_STAYS if room in having else 1), room))
    return [*named, *others[:top]][:most]
