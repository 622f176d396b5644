import numpy as np
import pytest

from livefair.value.datafile import read_csv
from livefair.value.faults import Fault
from livefair.value.lifetime import Purchase, customers_from, customers_of, purchases_of, retention
from livefair.value.lifetime.customers import DAY_MS


def bought(customer, *days, value=100):
    return [Purchase(customer, day * DAY_MS + 5, value) for day in days]


def crowd(*special):
    """30 customers who bought once and once again, and some others."""
    return [one for n in range(30) for one in bought(f"c{n}", 0, 7)] + [one for group in special for one in group]


def test_purchases_become_repeats_recency_and_age_in_weeks():
    found = customers_of(crowd(bought("x", 7, 21, value=300), bought("x", 21), bought("x", 28, value=600)))
    at = found.ids.index("x")
    assert (found.repeats[at], found.recency[at], found.age[at]) == (2, 3, 3)
    assert found.value[at] == 500, "two orders of one day are one purchase of 400"


def test_what_comes_after_the_end_is_not_seen():
    found = customers_of(crowd(bought("late", 50), bought("x", 7, 60)), until_ms=42 * DAY_MS)
    assert "late" not in found.ids
    at = found.ids.index("x")
    assert (found.repeats[at], found.age[at]) == (0, 5)
    assert np.isnan(found.value[at])


@pytest.mark.parametrize(
    ("purchases", "said"),
    [
        (bought("x", 1, 2), "Only 1 customers"),
        ([one for n in range(40) for one in bought(f"c{n}", 3)], "No customer bought again"),
    ],
)
def test_what_teaches_nothing_is_refused(purchases, said):
    with pytest.raises(Fault, match=said):
        customers_of(purchases)


def test_summed_rows_are_read_and_their_times_checked():
    head, row = "repeats,recency,age,value\n", "1,3.5,10,200\n"
    found = customers_from(read_csv((head + row * 30).encode()))
    assert found.ids[29] == "30"
    for wrong in ("1,11,10,200\n", "0,3,10,\n", "2,0,10,5\n"):
        with pytest.raises(Fault, match="Customer 31"):
            customers_from(read_csv((head + row * 30 + wrong).encode()))
    with pytest.raises(Fault, match="Row 31, column age is empty"):
        customers_from(read_csv((head + row * 30 + "1,2,,5\n").encode()))


def test_cohorts_tell_who_bought_again_and_when():
    people = [*bought("a", 0, 8), *bought("b", 3, 16), *bought("c", 6), *bought("d", 7, 20), *bought("e", 27)]
    found = retention(people, "week")
    assert [(one.first_period, one.customers) for one in found.cohorts] == [(0, 3), (1, 1), (3, 1)]
    assert found.cohorts[0].kept[:2] == pytest.approx([2 / 3, 0.0])
    assert found.cohorts[1].kept == [1.0, None]


def test_a_period_that_is_not_over_for_all_is_unknown_not_0():
    found = retention([*bought("a", 0), *bought("b", 6), *bought("c", 14)], "week")
    assert found.cohorts[0].kept == [0.0 if 6 + 13 <= 14 else None, None]


def test_the_90_days_are_of_those_observed_so_long():
    people = [*bought("a", 0, 80), *bought("b", 0, 95), *bought("c", 5), *bought("d", 50, 60), *bought("e", 100)]
    found = retention(people)
    assert (found.again_within_90_days, found.observed_90_days) == (pytest.approx(1 / 3), 3)
    assert retention(bought("a", 0)).again_within_90_days is None


def test_a_table_of_orders_is_read():
    found = purchases_of(read_csv(b"customer,at,value\na,1970-01-03T00:00:00Z,250\n"))
    assert found == [Purchase("a", 2 * DAY_MS, 250)]
