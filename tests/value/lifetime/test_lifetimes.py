import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.lifetime import lifetimes
from tests.value.lifetime import buyers

PEOPLE = buyers.customers(2_000)


def test_what_is_expected_is_summed_from_the_rows():
    found = lifetimes(PEOPLE, weeks=26)
    assert found.customers == 2_000
    assert found.purchases == pytest.approx(sum(row.purchases for row in found.rows))
    assert found.value_minor == pytest.approx(sum(row.value_minor for row in found.rows))
    assert all(0 <= row.active <= 1 for row in found.rows)


def test_later_money_is_worth_less():
    now, later = (lifetimes(PEOPLE, weeks=52, discount=share).value_minor for share in (0.0, 0.3))
    plain = lifetimes(PEOPLE, weeks=52, discount=0.0)
    assert later < now
    assert now == pytest.approx(sum(row.purchases * row.purchase_minor for row in plain.rows))


def test_without_values_purchases_are_foretold_all_the_same():
    found = lifetimes(PEOPLE._replace(value=np.full(2_000, np.nan)), weeks=26)
    assert (found.value_minor, found.spending, found.no_spending) == (None, None, "payers_few")
    assert found.purchases > 0


@pytest.mark.parametrize("more", [{"weeks": 0.0}, {"weeks": 1_000.0}, {"discount": 1.0}])
def test_a_horizon_has_bounds(more):
    with pytest.raises(Fault, match="horizon"):
        lifetimes(PEOPLE, **more)
