from livefair.governance import decide, read_notices
from livefair.governance.notices import ANSWERS_PER_RUN
from livefair.governance.queries import my_notices, my_reports, unread_notices
from livefair.kernel.runner import run_due_now
from tests.governance.crowd import file_report, rules_stand


def test_everybody_who_reported_is_told_in_bounded_steps(db, join, monkeypatch):
    monkeypatch.setattr("livefair.governance.notices.ANSWERS_PER_RUN", 2)
    rules_stand(db)
    author, moderator = join("ada"), join("mo", "moderator")
    reporters = [join(f"reporter{number}") for number in range(5)]
    case_ids = {file_report(db, reporter, author).case_id for reporter in reporters}
    db.write_now(decide, moderator, case_ids.pop(), outcome="keep", rule_code=None, reason="fine")
    run_due_now(db)
    for reporter in reporters:
        [notice] = db.read_now(my_notices, reporter)
        assert (notice.kind, notice.outcome, notice.reason) == ("report_answered", "keep", "fine")
        assert db.read_now(my_reports, reporter)[0].answered_at_ms is not None
    assert db.read_now(my_notices, author) == []
    assert ANSWERS_PER_RUN > 2


def test_once_answered_the_same_person_may_report_the_subject_again(db, join, clock):
    rules_stand(db)
    author, carl, moderator = join("ada"), join("carl"), join("mo", "moderator")
    first = file_report(db, carl, author)
    db.write_now(decide, moderator, first.case_id, outcome="keep", rule_code=None, reason="fine")
    run_due_now(db)
    clock.advance(1)
    assert file_report(db, carl, author).case_id != first.case_id


def test_reading_notices_touches_only_ones_own(db, join):
    rules_stand(db)
    author, carl, moderator = join("ada"), join("carl"), join("mo", "moderator")
    case_id = file_report(db, carl, author).case_id
    db.write_now(decide, moderator, case_id, outcome="warn", rule_code="spam", reason="less, please")
    [notice] = db.read_now(my_notices, author)
    assert db.write_now(read_notices, carl, [notice.id]) == 0
    assert db.read_now(unread_notices, author) == 1
    assert db.write_now(read_notices, author, [notice.id]) == 1
    assert db.read_now(unread_notices, author) == 0
