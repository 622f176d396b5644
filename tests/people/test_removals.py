import pytest

from livefair.kernel import SYSTEM, NotAllowed, NotFound
from livefair.people import is_removed, person_for, require_standing
from livefair.people.events import PersonRemoved, PersonReturned
from livefair.people.follows import follow
from livefair.people.queries import followed_by, people_with_role
from livefair.people.removals import hide_or_restore, removing_case_of
from livefair.people.sign_in import open_session, signed_in_by
from tests.announced import Announced


def test_a_removed_person_is_met_by_nobody_but_themselves_and_their_judges(db, join):
    ana, ben, mo = join("ana", "host"), join("ben"), join("mo", "moderator")
    db.write_now(follow, ben, ana.id)
    db.write_now(hide_or_restore, SYSTEM, ana.id, "case")
    with pytest.raises(NotFound):
        db.read_now(person_for, ben, ana.id)
    assert db.read_now(person_for, ana, ana.id).hidden_case_id == "case"
    assert db.read_now(person_for, mo, ana.id).id == ana.id
    assert db.read_now(followed_by, ben.id) == []
    assert db.read_now(people_with_role, "host") == []
    db.write_now(hide_or_restore, SYSTEM, ana.id, None)
    assert db.read_now(person_for, ben, ana.id).id == ana.id
    assert [card.id for card in db.read_now(followed_by, ben.id)] == [ana.id]


def test_a_removed_person_signs_in_but_has_no_standing(db, join):
    ana = join("ana")
    token = db.write_now(open_session, ana, ana.id, agent="x", address="1.1.1.1")
    db.read_now(require_standing, ana)
    db.write_now(hide_or_restore, SYSTEM, ana.id, "case")
    assert db.read_now(signed_in_by, token).removing_case_id == "case"
    with pytest.raises(NotAllowed, match="account_removed"):
        db.read_now(require_standing, ana)


def test_each_change_is_announced_once(db, join):
    ana = join("ana")
    announced = Announced(db)
    for case_id in ("case", "case", None, None):
        db.write_now(hide_or_restore, SYSTEM, ana.id, case_id)
        assert db.read_now(removing_case_of, ana.id) == case_id
        assert db.read_now(is_removed, ana.id) == (case_id is not None)
    assert list(announced) == [PersonRemoved(person_id=ana.id, case_id="case"), PersonReturned(person_id=ana.id)]
