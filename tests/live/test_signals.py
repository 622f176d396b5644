from livefair.kernel import SYSTEM
from livefair.live.chat import Line, hide_line
from livefair.live.journal import Batch, journal
from livefair.live.signals import lines_between, stays_between
from livefair.live.stays import Arrival
from livefair.people import PersonCard


def test_a_span_takes_in_its_beginning_and_leaves_out_its_end(db, stage, clock):
    at_ms = clock()
    arrivals = tuple(Arrival(f"s{n}", stage.room_id, stage.show_id, "ann", "feed", None, at_ms + n) for n in range(3))
    db.write_now(journal, SYSTEM, Batch("b", arrivals=arrivals))
    stays = db.read_now(stays_between, at_ms, at_ms + 2)
    assert [stay.id for stay in stays] == ["s0", "s1"]
    assert stays[0].left_at_ms is None


def test_a_hidden_line_is_not_among_those_shown(db, join, stage, clock):
    ann = join("ann")
    lines = tuple(
        Line(f"l{n}", stage.room_id, stage.show_id, PersonCard(ann.id, "ann", None), "hi", None, clock(), False)
        for n in range(2)
    )
    db.write_now(journal, SYSTEM, Batch("b", lines=lines))
    db.write_now(hide_line, ann, "l0")
    [shown] = db.read_now(lines_between, clock(), clock() + 1)
    assert (shown.id, shown.show_id, shown.author_id) == ("l1", stage.show_id, ann.id)
