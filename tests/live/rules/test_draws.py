from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules import draws

TICKETS = st.lists(st.integers(0, 2**64).map(lambda n: draws.ticket_of(str(n))), unique=True, max_size=40)
SEEDS = st.text(min_size=1, max_size=60)


@given(SEEDS, TICKETS, st.integers(1, 100))
def test_as_many_win_as_were_promised_or_all(seed, tickets, winners):
    won = draws.winners_of(seed, "root", tickets, winners=winners)
    assert len(won) == len(set(won)) == min(winners, len(tickets))
    assert all(1 <= position <= len(tickets) for position in won)


@given(SEEDS, TICKETS, st.integers(1, 20))
def test_more_winners_only_add_places_behind_the_others(seed, tickets, winners):
    more = draws.winners_of(seed, "root", tickets, winners=winners + 1)
    assert more[:winners] == draws.winners_of(seed, "root", tickets, winners=winners)


@given(SEEDS, SEEDS)
def test_other_seeds_and_rules_have_other_commitments(seed, other):
    known = draws.commitment(seed, "draw", "rules")
    assert (draws.commitment(other, "draw", "rules") == known) == (seed == other)
    assert draws.commitment(seed, "draw", "rules!") != known


@given(TICKETS.filter(lambda tickets: len(tickets) > 1), st.data())
def test_an_exchange_of_two_entries_changes_the_root(tickets, data):
    one, two = data.draw(st.lists(st.integers(0, len(tickets) - 1), min_size=2, max_size=2, unique=True))
    exchanged = list(tickets)
    exchanged[one], exchanged[two] = tickets[two], tickets[one]
    assert root_of(exchanged) != root_of(tickets) != root_of(tickets[:-1])


def test_every_place_wins_equally_often():
    """Chi-square over 4,000 draws among 20: the bound is the 99.99 % quantile at 19 degrees of freedom."""
    tickets = [draws.ticket_of(str(number)) for number in range(20)]
    won = Counter(draws.winners_of(f"seed {n}", "root", tickets, winners=1)[0] for n in range(4_000))
    assert sum((won[place] - 200) ** 2 / 200 for place in range(1, 21)) < 50.8


def root_of(tickets):
    running = draws.first_hash("draw")
    for position, ticket in enumerate(tickets, start=1):
        running = draws.next_hash(running, position=position, ticket=ticket, at_ms=position)
    return running
