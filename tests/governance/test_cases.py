import pytest

from livefair.governance import case_for, decide
from livefair.kernel import GUEST, NotFound
from tests.governance.crowd import file_report, rules_stand


def test_an_author_sees_the_case_only_once_it_is_decided_and_strangers_never(db, join):
    rules_stand(db)
    author, carl, moderator = join("ada"), join("carl"), join("mo", "moderator")
    case_id = file_report(db, carl, author).case_id
    for who in (author, carl, GUEST):
        with pytest.raises(NotFound):
            db.read_now(case_for, who, case_id)
    db.write_now(decide, moderator, case_id, outcome="warn", rule_code="spam", reason="again and again")
    assert db.read_now(case_for, author, case_id).state == "decided"
    with pytest.raises(NotFound):
        db.read_now(case_for, carl, case_id)


def test_a_case_about_something_without_an_author_shows_itself_to_no_guest(db, join):
    case_id = file_report(db, join("carl"), None).case_id
    with pytest.raises(NotFound):
        db.read_now(case_for, GUEST, case_id)
