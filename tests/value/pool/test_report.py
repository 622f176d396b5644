import pytest

from livefair.kernel import GUEST, Actor, NotAllowed
from livefair.value.pool.report import OTHERS, own_parts, public_report
from tests.value.pool.parties import KAPPA_BP, RULE, Town


@pytest.fixture
def town(db, join):
    return Town(db, join)


def test_everybody_may_read_the_sums_and_nobody_is_told_apart(db, town):
    town.evening()
    period = town.close()
    found = db.read_now(public_report)
    assert (found.kappa_bp, found.rule) == (KAPPA_BP, RULE)
    [report] = found.periods
    assert [(one.role, one.parties, one.minor) for one in report.roles] == [(OTHERS, None, period.given_minor)]


def test_a_party_reads_its_own_part_and_its_evidence(db, town):
    town.evening()
    period = town.close()
    [own] = db.read_now(own_parts, Actor(town.ids["carl"]))
    assert (own.period.id, own.part.role, own.part.kept, own.part.buyers) == (period.id, "creator", 8, 8)
    assert own.part.lift_ppm > 0
    assert db.read_now(own_parts, Actor("somebody")) == []
    with pytest.raises(NotAllowed, match="sign_in_first"):
        db.read_now(own_parts, GUEST)


def test_before_there_are_rules_there_is_no_pool(db):
    found = db.read_now(public_report)
    assert (found.kappa_bp, found.rule, found.periods) == (0, None, [])
