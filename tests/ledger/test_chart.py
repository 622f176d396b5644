import pytest

from livefair.kernel import Invalid
from livefair.ledger import accounts_of
from livefair.ledger.chart import bounds_of


@pytest.mark.parametrize("account", ["escrow:1", "payable:p", "reserve:p", "pool:2026-11"])
def test_what_is_owed_to_others_is_never_overdrawn(account):
    assert bounds_of(account).floor == 0


def test_a_debt_to_the_house_never_turns_into_a_credit():
    assert (bounds_of("receivable:p").floor, bounds_of("receivable:p").ceiling) == (None, 0)


@pytest.mark.parametrize("account", ["psp_clearing", "bank", "platform:commission", "goodwill", "suspense", "tax_due"])
def test_the_accounts_of_the_house_have_no_bounds(account):
    assert bounds_of(account).is_open


@pytest.mark.parametrize("account", ["", "escrov:1", "payable:" + "p" * 200])
def test_an_account_of_no_known_kind_is_refused(account):
    with pytest.raises(Invalid, match="unknown_account"):
        bounds_of(account)


def test_a_party_has_three_accounts():
    assert accounts_of("p") == ["payable:p", "reserve:p", "receivable:p"]
