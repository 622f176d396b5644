from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules.series import Repeat, is_zone, moments_of

BERLIN = "Europe/Berlin"


def ms(year, month, day, hour, minute=0, zone=BERLIN):
    return int(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).timestamp()) * 1000


def test_a_weekly_show_keeps_its_hour_when_the_clocks_change():
    first = ms(2026, 3, 22, 20)
    assert moments_of(first, Repeat("weekly", 3, BERLIN)) == [first, ms(2026, 3, 29, 20), ms(2026, 4, 5, 20)]
    assert moments_of(first, Repeat("weekly", 2, BERLIN))[1] - first == (7 * 24 - 1) * 3_600_000


def test_an_hour_that_does_not_exist_begins_an_hour_later():
    first = ms(2026, 3, 28, 2, 30)
    assert moments_of(first, Repeat("daily", 3, BERLIN)) == [first, ms(2026, 3, 29, 3, 30), ms(2026, 3, 30, 2, 30)]


@given(st.integers(10**12, 4 * 10**12), st.sampled_from(["daily", "weekly"]), st.integers(2, 12))
def test_where_clocks_never_change_the_steps_are_even(first_ms, every, times):
    step_ms = {"daily": 1, "weekly": 7}[every] * 86_400_000
    assert moments_of(first_ms, Repeat(every, times, "Asia/Shanghai")) == [first_ms + n * step_ms for n in range(times)]


def test_only_what_the_time_zone_database_knows_is_a_zone():
    assert is_zone("Asia/Shanghai")
    assert is_zone("UTC")
    assert not is_zone("Europe/Atlantis")
    assert not is_zone("../../etc/passwd")
