from livefair.community import find_helpful
from livefair.community.invariants import breaches
from livefair.community.models import HELPFUL_VOTE
from livefair.kernel import SYSTEM
from tests.community.corner import reviewed
from tests.stall import set_up


def test_a_vote_that_was_slipped_in_is_found(db, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    db.write_now(find_helpful, eve, review_id)
    assert db.read_now(breaches) == []
    assert len(found_with(db, lambda tx: slip_in(tx, ana.id, review_id))) == 2


def slip_in(tx, person_id, review_id):
    tx.insert(HELPFUL_VOTE, person_id=person_id, review_id=review_id, at_ms=tx.now_ms)


class Undone(Exception):
    """Carries what was found out of a transaction that must not last."""


def found_with(db, spoil):
    def look(tx, actor):
        spoil(tx)
        raise Undone(breaches(tx))

    try:
        db.write_now(look, SYSTEM)
    except Undone as undone:
        return undone.args[0]
    raise AssertionError("unreachable")
