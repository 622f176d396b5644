import pytest

from livefair.kernel import Invalid
from livefair.ledger.legs import LEGS_MAX, MINOR_MAX, Leg, net_by_account, sound, why_text


@pytest.mark.parametrize("minor", [1.0, True, "1", None])
def test_amounts_never_pass_through_anything_but_whole_numbers(minor):
    with pytest.raises(TypeError, match="whole"):
        sound([Leg("bank", minor), Leg("suspense", -1)])


def test_legs_that_do_not_add_up_to_0_are_refused():
    with pytest.raises(Invalid, match="transfer_unbalanced off_by=1"):
        sound([Leg("bank", 2), Leg("suspense", -1)])


@pytest.mark.parametrize("legs", [[], [Leg("bank", 0)], [Leg("bank", n or -1) for n in (1, 0)] * LEGS_MAX])
def test_a_transfer_has_some_legs_and_not_too_many(legs):
    with pytest.raises(Invalid, match="transfer_size"):
        sound(legs)


def test_an_amount_beyond_all_reason_is_refused():
    with pytest.raises(Invalid, match="amount_too_large"):
        sound([Leg("bank", MINOR_MAX + 1), Leg("suspense", -MINOR_MAX - 1)])


def test_legs_that_move_nothing_are_left_out():
    assert sound([Leg("bank", 1), Leg("goodwill", 0), Leg("suspense", -1)]) == [Leg("bank", 1), Leg("suspense", -1)]


def test_legs_of_one_account_count_together_in_the_order_of_names():
    assert list(net_by_account([Leg("b", 2), Leg("a", -5), Leg("b", 3)]).items()) == [("a", -5), ("b", 5)]


def test_an_explanation_has_a_limit():
    with pytest.raises(Invalid, match="why_too_long"):
        why_text({"note": "x" * 3_000})
