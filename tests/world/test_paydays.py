from collections import Counter

from livefair import ledger
from livefair.kernel import Actor
from livefair.ledger.digest import told
from livefair.value.contest_book import all_contests
from livefair.value.payouts.queries import payouts_by_state
from livefair.world import invariants

OPERATOR = Actor("op", frozenset({"operator"}))
PAST_THE_FIRST_PAYDAY = 16


def test_some_have_been_paid_one_has_not_and_the_book_is_the_same_whenever_it_is_made(made):
    one = made("one", days=PAST_THE_FIRST_PAYDAY)
    states = [payout.state for payout in one.read_now(payouts_by_state, OPERATOR, None)]
    assert set(states) == {"paid", "failed"}
    assert states.count("failed") == 1
    contests = one.read_now(all_contests, OPERATOR)
    assert [each.outcome for each in contests] == [None, "mended"]
    assert one.read_now(invariants.breaches) == []
    later = made("later", days=PAST_THE_FIRST_PAYDAY, ends_at_ms=1_800_000_000_000)
    here, there = Counter(one.read_now(told)), Counter(later.read_now(told))
    assert (here - there, there - here) == (Counter(), Counter())
    assert one.read_now(ledger.digest) == later.read_now(ledger.digest)
