from livefair.community import OpeningLine, journal_openings
from livefair.community.signals import openings_between
from livefair.kernel import SYSTEM
from tests.community.corner import reviewed
from tests.stall import set_up


def test_openings_are_read_by_when_they_were_and_guests_are_left_out(db, clock, join):
    stall, ana, eve = set_up(db, join), join("ana"), join("eve")
    review_id = reviewed(stall, ana)
    line = OpeningLine(review_id, eve.id, "", clock())
    db.write_now(journal_openings, SYSTEM, [line, line._replace(person_id=None, guest="s")])
    [seen] = db.read_now(openings_between, clock(), clock() + 1)
    assert (seen.person_id, seen.author_id, seen.at_ms) == (eve.id, ana.id, clock())
