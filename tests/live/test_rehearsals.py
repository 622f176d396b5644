import pytest
from sqlalchemy import func, select

from livefair.kernel import MINUTE_MS, SECOND_MS, SYSTEM, Conflict, Invalid, NotAllowed, NotFound, metadata, query
from livefair.kernel.runner import run_due_now
from livefair.live import ask, assort, end_show, open_room, plan_show, start_show
from livefair.live.chat import check_line
from livefair.live.events_of_hosting import RehearsalBegan, RehearsalEnded
from livefair.live.journal import Batch, journal
from livefair.live.queries import rooms_on_air
from livefair.live.rehearsals import (
    FIRST_RATES,
    REHEARSALS_MAX,
    begin_rehearsal,
    deeds_of,
    do_in_rehearsal,
    end_rehearsal,
    grades_of,
    measure_rehearsal,
    past_of_host,
    raise_curtain,
    rehearsal_for,
    rehearsals_of,
)
from livefair.live.rules.picture_and_sound import Measure
from livefair.live.rules.rehearsal import Sold
from livefair.live.run_of_show import BlockDraft, add_block
from tests.stall import set_up

FINE = Measure(0, 120, -20, -6, 15)
ITS_OWN = {"live_rehearsal", "live_rehearsal_deed", "live_rehearsal_measure", "fact_log", "job"}


class Prepared:
    def __init__(self, db, join):
        self.db, self.host = db, join("hana", "host")
        self.room_id = db.write_now(open_room, self.host, title="Hana's corner")
        self.show_id = db.write_now(plan_show, self.host, self.room_id, title="Evening show")
        self.mug = set_up(db, join).product_id
        db.write_now(assort, self.host, self.show_id, self.mug)
        drafts = [BlockDraft("greeting", MINUTE_MS), BlockDraft("product", 5 * MINUTE_MS, "", self.mug, "价格九十九")]
        self.blocks = [db.write_now(add_block, self.host, self.show_id, draft) for draft in drafts]

    def begin(self, seed=7):
        return self.db.write_now(begin_rehearsal, self.host, self.show_id, seed=seed)


@pytest.fixture
def prepared(db, join):
    return Prepared(db, join)


def rows(tx):
    return {
        name: tx.value(query(int, select(func.count()).select_from(table)))
        for name, table in metadata.tables.items()
        if name not in ITS_OWN
    }


def test_a_rehearsal_leaves_no_trace_in_rooms_orders_or_measures(db, prepared, clock):
    before = db.read_now(rows)
    rehearsal_id = prepared.begin()
    host = prepared.host
    db.write_now(do_in_rehearsal, host, rehearsal_id, kind="block", subject=prepared.blocks[0])
    clock.advance(MINUTE_MS)
    db.write_now(do_in_rehearsal, host, rehearsal_id, kind="block", subject=prepared.blocks[1])
    db.write_now(do_in_rehearsal, host, rehearsal_id, kind="point", subject=f"{prepared.mug}/size")
    db.write_now(measure_rehearsal, host, rehearsal_id, FINE)
    clock.advance(5 * MINUTE_MS)
    given = db.write_now(end_rehearsal, host, rehearsal_id)
    run_due_now(db)
    assert given.score > 0
    assert db.read_now(rows) == before
    assert db.read_now(rooms_on_air, host) == []


def test_the_grade_is_given_once_and_kept(db, prepared, clock, facts):
    rehearsal_id = prepared.begin()
    clock.advance(MINUTE_MS)
    given = db.write_now(end_rehearsal, prepared.host, rehearsal_id)
    clock.advance(MINUTE_MS)
    assert db.write_now(end_rehearsal, prepared.host, rehearsal_id) == given
    assert db.read_now(rehearsal_for, prepared.host, rehearsal_id).graded == given
    assert [type(fact) for fact in facts] == [RehearsalBegan, RehearsalEnded]
    for use, args in ((do_in_rehearsal, {"kind": "answer", "subject": "0"}), (measure_rehearsal, {"measure": FINE})):
        with pytest.raises(Conflict, match="rehearsal_over"):
            db.write_now(use, prepared.host, rehearsal_id, **args)


def test_nobody_else_may_enter(db, prepared, join):
    rehearsal_id = prepared.begin()
    eve = join("eve", "host")
    for use, args in (
        (do_in_rehearsal, {"kind": "answer", "subject": "0"}),
        (measure_rehearsal, {"measure": FINE}),
        (end_rehearsal, {}),
    ):
        with pytest.raises(NotAllowed):
            db.write_now(use, eve, rehearsal_id, **args)
    with pytest.raises(NotAllowed):
        db.read_now(rehearsals_of, eve, prepared.show_id)
    with pytest.raises(NotFound):
        db.read_now(rehearsal_for, prepared.host, "nothing")


def test_only_a_show_to_come_with_a_run_can_be_rehearsed_and_not_for_ever(db, prepared):
    empty = db.write_now(plan_show, prepared.host, prepared.room_id, title="Empty")
    with pytest.raises(Invalid, match="no_block"):
        db.write_now(begin_rehearsal, prepared.host, empty, seed=1)
    for seed in range(REHEARSALS_MAX):
        prepared.begin(seed)
    with pytest.raises(Conflict, match="too_many_rehearsals"):
        prepared.begin()
    db.write_now(start_show, prepared.host, prepared.show_id)
    with pytest.raises(Conflict, match="has_started"):
        prepared.begin()


def test_the_same_seed_brings_the_same_crowd(db, prepared):
    first, again, other = (db.read_now(rehearsal_for, prepared.host, prepared.begin(seed)).crowd for seed in (7, 7, 8))
    assert first == again != other
    assert {cue.kind for cue in first} >= {"line", "question"}


def test_deeds_are_checked_and_an_answer_counts_once(db, prepared):
    rehearsal_id = prepared.begin()
    for kind, subject in (("dance", "0"), ("block", "nothing"), ("point", "x" * 121)):
        with pytest.raises(Invalid):
            db.write_now(do_in_rehearsal, prepared.host, rehearsal_id, kind=kind, subject=subject)
    for _ in range(2):
        db.write_now(do_in_rehearsal, prepared.host, rehearsal_id, kind="answer", subject="0")
    assert len(db.read_now(deeds_of, rehearsal_id)) == 1
    with pytest.raises(Invalid):
        db.write_now(measure_rehearsal, prepared.host, rehearsal_id, FINE._replace(luma=300))


def test_three_dark_measures_are_answered_by_what_was_kept(db, prepared, clock):
    rehearsal_id = prepared.begin()
    for luma in (10, 20, 30):
        clock.advance(2 * SECOND_MS)
        kept = db.write_now(measure_rehearsal, prepared.host, rehearsal_id, FINE._replace(luma=luma))
    assert [(measure.at_ms, measure.luma) for measure in kept] == [(2_000, 10), (4_000, 20), (6_000, 30)]


def test_the_crowd_speaks_as_the_hosts_viewers_did(db, stage, join, clock):
    ana = join("ana")
    before = db.read_now(past_of_host, stage.host.id)
    assert (before.lines_a_minute, before.questions_a_minute, before.orders_a_minute) == FIRST_RATES
    said = [
        db.read_now(check_line, ana, stage.room_id, line_id=f"line-{number}", text=f"Line {number}")
        for number in range(20)
    ]
    db.write_now(journal, SYSTEM, Batch("first", tuple(said)))
    db.write_now(ask, ana, stage.room_id, text="Is it warm?")
    clock.advance(10 * MINUTE_MS)
    db.write_now(end_show, stage.host, stage.show_id)
    past = db.read_now(past_of_host, stage.host.id)
    assert (past.lines_a_minute, past.questions_a_minute, past.orders_a_minute) == (2.0, 0.1, 0)
    assert set(past.lines) == {f"Line {number}" for number in range(20)}
    assert past.questions[0] == "Is it warm?"


def test_time_is_counted_from_the_curtain_and_not_anew_once_something_was_done(db, prepared, clock):
    rehearsal_id = prepared.begin()
    clock.advance(3 * MINUTE_MS)
    db.write_now(raise_curtain, prepared.host, rehearsal_id)
    clock.advance(MINUTE_MS)
    db.write_now(do_in_rehearsal, prepared.host, rehearsal_id, kind="block", subject=prepared.blocks[0])
    db.write_now(raise_curtain, prepared.host, rehearsal_id)
    assert [deed.at_ms for deed in db.read_now(deeds_of, rehearsal_id)] == [MINUTE_MS]
    assert db.read_now(rehearsal_for, prepared.host, rehearsal_id).began_at_ms == clock() - MINUTE_MS
    db.write_now(end_rehearsal, prepared.host, rehearsal_id, sold=Sold(2, 1))
    assert [part.value for part in db.read_now(grades_of, prepared.host.id)[0].parts if part.code == "stock"] == [1]
    with pytest.raises(Conflict):
        db.write_now(raise_curtain, prepared.host, rehearsal_id)
