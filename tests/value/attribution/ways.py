"""Journeys for tests: fixed ones, and any that Hypothesis thinks of."""

from hypothesis import strategies as st

from livefair.value.attribution import Journey, Touch, gathered

DAY_MS = 86_400_000
NAMES = "abcdef"


def journey(path, kept=1, lost=0, value=None, days=None):
    """`path` is one letter per touch; `days` before the end, else 0."""
    ages = days or [0] * len(path)
    touches = tuple(Touch(name, int(age * DAY_MS)) for name, age in zip(path, ages, strict=True))
    return Journey(touches, kept, lost, kept * 100 if value is None else value)


SOME = gathered(
    [
        journey("abc", 3, 7),
        journey("ab", 2, 8),
        journey("cab", 1, 4),
        journey("b", 5, 20),
        journey("aac", 2, 3),
        journey("cbcb", 4, 9),
        journey("d", 0, 6),
    ]
)


@st.composite
def journeys(draw):
    def one():
        path = draw(st.text(NAMES, min_size=1, max_size=6))
        kept = draw(st.integers(0, 9))
        value = draw(st.integers(0, 1_000_000)) if kept else 0
        days = sorted(draw(st.lists(st.integers(0, 28), min_size=len(path), max_size=len(path))), reverse=True)
        return journey(path, kept, draw(st.integers(0, 9)) + (not kept), value, days)

    made = [one() for _ in range(draw(st.integers(1, 12)))]
    return gathered([*made, journey("ab", 2, 3, 777)])
