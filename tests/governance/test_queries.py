import pytest

from livefair.governance import decide
from livefair.governance.queries import case_page, queue_page
from livefair.kernel import NotAllowed
from tests.governance.crowd import file_report, rules_stand


def test_the_queue_is_ordered_by_deadline_and_paged_without_gaps(db, join, clock):
    moderator, carl = join("mo", "moderator"), join("carl")
    for number, reason in enumerate(["spam", "danger", "vulgar", "spam", "minors"]):
        file_report(db, carl, None, f"v{number}", reason)
        clock.advance(10)
    seen, after = [], {}
    while cases := db.read_now(queue_page, moderator, limit=2, **after).cases:
        seen += [case.subject_id for case in cases]
        after = {"after_due_ms": cases[-1].due_at_ms, "after_id": cases[-1].id}
    assert seen == ["v1", "v4", "v2", "v0", "v3"]


def test_the_queue_counts_what_waits_and_what_is_overdue(db, join, clock):
    moderator, carl = join("mo", "moderator"), join("carl")
    file_report(db, carl, None, "v1", "danger")
    file_report(db, carl, None, "v2", "spam")
    clock.advance(5 * 3_600_000)
    page = db.read_now(queue_page, moderator)
    assert (page.waiting, page.overdue) == (2, 1)


def test_customers_have_no_queue(db, join):
    with pytest.raises(NotAllowed):
        db.read_now(queue_page, join("carl"))


def test_a_case_page_shows_moderators_reports_and_history_and_the_author_neither(db, join):
    rules_stand(db)
    author, carl, moderator = join("ada"), join("carl"), join("mo", "moderator")
    earlier = file_report(db, carl, author, "v0").case_id
    case_id = file_report(db, carl, author).case_id
    db.write_now(decide, moderator, case_id, outcome="remove", rule_code="spam", reason="刷屏")
    page = db.read_now(case_page, moderator, case_id)
    assert [filed.reporter_id for filed in page.reports] == [carl.id]
    assert page.reports[0].snapshot == "a title, a caption"
    assert [case.id for case in page.earlier] == [earlier]
    assert page.rule.title_en == "No spam, no faked numbers"
    own = db.read_now(case_page, author, case_id)
    assert (own.reports, own.earlier) == ([], [])
    assert own.decision == page.decision
