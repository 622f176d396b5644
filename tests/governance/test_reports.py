import pytest

from livefair.governance import ReportFiled, Shown, Subject, report, rules
from livefair.governance.queries import my_reports, queue_page
from livefair.kernel import GUEST, Conflict, Invalid, NotAllowed, TooMany
from tests.announced import Announced
from tests.governance.crowd import file_report, shown


def test_a_report_gives_a_receipt_with_a_deadline(db, join, clock):
    author, carl = join("ada"), join("carl")
    receipt = file_report(db, carl, author, reason="danger")
    assert receipt.due_at_ms == clock() + rules.ANSWER_WITHIN_MS["danger"]
    [mine] = db.read_now(my_reports, carl)
    assert (mine.id, mine.outcome) == (receipt.report_id, None)


def test_the_same_key_is_the_same_report(db, join):
    author, carl = join("ada"), join("carl")
    receipts = {db.write_now(report, carl, shown(author), reason="spam", note="look", key="k1") for _ in range(3)}
    assert len(receipts) == 1


def test_one_person_has_one_open_report_on_a_subject(db, join, clock):
    author, carl = join("ada"), join("carl")
    first = file_report(db, carl, author)
    clock.advance(1)
    with pytest.raises(Conflict) as refusal:
        file_report(db, carl, author)
    assert refusal.value.params == {"report_id": first.report_id}
    assert file_report(db, carl, author, "v2").case_id != first.case_id


def test_reports_on_one_subject_collect_in_one_case_and_the_gravest_sets_its_deadline(db, join, clock):
    author, moderator = join("ada"), join("mo", "moderator")
    slow = file_report(db, join("carl"), author, reason="spam")
    clock.advance(1000)
    grave = file_report(db, join("dora"), author, reason="danger")
    assert slow.case_id == grave.case_id
    [case] = db.read_now(queue_page, moderator).cases
    assert (case.report_count, case.due_at_ms) == (2, grave.due_at_ms)
    assert grave.due_at_ms < slow.due_at_ms


def test_a_report_is_announced(db, join):
    author, carl = join("ada"), join("carl")
    facts = Announced(db)
    receipt = file_report(db, carl, author)
    [fact] = [fact for fact in facts if isinstance(fact, ReportFiled)]
    assert (fact.report_id, fact.subject_kind, fact.subject_id) == (receipt.report_id, "video", "v1")


def test_guests_and_authors_cannot_report(db, join):
    author = join("ada")
    for who in (GUEST, author):
        with pytest.raises(NotAllowed):
            file_report(db, who, author)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "dull"},
        {"note": "x" * 1_001},
        {"key": ""},
        {"shown": Shown(Subject("no such kind!", "1"), None, "")},
    ],
)
def test_a_report_that_makes_no_sense_is_refused_and_leaves_nothing(db, join, wrong):
    carl, moderator = join("carl"), join("mo", "moderator")
    call = {"shown": shown(None), "reason": "spam", "note": "", "key": "k"} | wrong
    with pytest.raises(Invalid):
        db.write_now(report, carl, call.pop("shown"), **call)
    assert db.read_now(queue_page, moderator).waiting == 0


def test_nobody_floods_the_moderators(db, join, clock):
    carl = join("carl")
    for number in range(rules.REPORTS_PER_DAY_MAX):
        file_report(db, carl, None, f"v{number}")
    with pytest.raises(TooMany):
        file_report(db, carl, None, "one-more")
    clock.advance(86_400_000)
    file_report(db, carl, None, "one-more")
