import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.value.attribution import gathered, journeys_of, settled
from livefair.value.datafile import read_csv
from livefair.value.faults import Fault
from tests.value.attribution.ways import DAY_MS, journey

TOUCHES = """journey,player,at,value,kind
j1,host:ada,2026-11-01T10:00:00Z,5000,view
j1,video:7,2026-11-02T10:00:00Z,5000,click
j1,host:ada,2026-11-09T10:00:00Z,5000,view
j2,slot:home,2026-11-05T10:00:00Z,0,click
"""


def test_touches_become_journeys_in_the_order_of_time():
    rows = TOUCHES.splitlines()
    found = journeys_of(read_csv("\n".join([rows[0], *rows[:0:-1]]).encode()))
    assert found.players == ("host:ada", "slot:home", "video:7")
    first = next(one for one in found.all if one.kept)
    assert [touch.player for touch in first.touches] == ["video:7", "host:ada"]
    assert first.touches[0].age_ms == 7 * DAY_MS
    assert (found.kept, found.lost, found.value_minor) == (1, 1, 5_000)


def test_a_view_counts_for_seven_days_and_other_touches_for_twenty_eight():
    found = journeys_of(read_csv(TOUCHES.encode()))
    assert found.late_touches == 1, "the first view is eight days old"


def test_a_value_whose_touches_were_all_too_early_is_nobodys():
    rows = ["journey,player,at,value,kind,ended_at", "j1,a,2026-01-01,900,view,2026-03-01"]
    rows.append("j2,b,2026-01-01,100,view,2026-01-02")
    found = journeys_of(read_csv("\n".join(rows).encode()))
    assert (found.untouched_minor, found.value_minor) == (900, 100)


def test_ways_are_read_with_their_counts():
    found = journeys_of(read_csv(b"path,kept,lost,value\na > b > a,3,7,900\nb,0,5,0\n"))
    assert [touch.player for touch in found.all[0].touches] == ["a", "b", "a"]
    assert (found.kept, found.lost, found.value_minor) == (3, 12, 900)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("journey,player,at,value\nj,a,2026-01-01,5\nj,b,2026-01-02,6\n", "Row 2: journey j has two different values"),
        ("journey,player,at,value,ended_at\nj,a,2026-01-02,5,2026-01-01\n", "Row 1: the touch is later"),
        ("journey,player,at,value\nj,a,soon,5\n", "not an ISO 8601 time"),
        ("journey,player,at,value\nj,a,2026-01-02,0\n", "No journey kept an order"),
        ("path,kept,lost,value\na,0,1,5\nb,1,1,5\n", "Journey 1 has a number below 0, or value without"),
        ("path,kept,lost,value\na,-1,1,5\n", "not a whole number"),
        ("path,kept,lost\na,1,1\n", "no column value"),
    ],
)
def test_what_cannot_be_attributed_is_refused(text, said):
    with pytest.raises(Fault, match=said):
        journeys_of(read_csv(text.encode()))


@given(
    credit=st.lists(st.floats(0, 1e9), min_size=1, max_size=30).filter(lambda one: sum(one) > 1e-3),
    total=st.integers(0, 10**12),
)
def test_credit_settles_to_the_last_unit_and_within_one_of_each_share(credit, total):
    units = settled(np.array(credit), total)
    assert sum(units) == total
    exact = np.array(credit) * (total / sum(credit))
    assert np.abs(np.array(units) - exact).max() <= 1 + 1e-6 * total


def test_ties_go_to_the_earlier():
    assert settled(np.array([1.0, 1.0, 1.0]), 100) == [34, 33, 33]


def test_players_have_a_limit():
    with pytest.raises(Fault, match="players"):
        gathered([journey([f"p{n}"]) for n in range(2_001)])
