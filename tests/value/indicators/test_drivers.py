from livefair.content import ViewLine, journal_views
from livefair.content.events import CommentWritten
from livefair.governance import CaseDecided
from livefair.kernel import SYSTEM
from livefair.kernel.clock import HOUR_MS
from livefair.live import open_room
from livefair.live.events import QuestionAnswered, QuestionAsked
from livefair.live.journal import Batch, journal
from livefair.live.stays import Arrival
from livefair.people.events import PersonFollowed, PersonUnfollowed
from livefair.supply.events import ShipmentSent
from livefair.value.events import PartyShare, SharesPlanned
from tests.content.studio import published
from tests.value.indicators.log import log, made, value
from tests.value.shopping import line, pay, refund


def test_sales_by_content_are_net_of_refunds(db):
    by_video, other = line(8_000, video_id="v"), line(6_000)
    order_id = pay(db, by_video, other)
    refund(db, order_id, {by_video.line_id: 6_000})
    assert value(db, "PB") == (25.0, 2)


def test_a_parcel_sent_at_the_promised_moment_is_on_time(db, clock):
    log(db, *(made(ShipmentSent, promised_at_ms=clock() + late) for late in (-1, 0, 1, 2)))
    assert value(db, "PC") == (75.0, 4)


def test_the_time_to_decide_is_the_median_in_hours(db):
    log(db, *(made(CaseDecided, wait_ms=hours * HOUR_MS) for hours in (1, 2, 30)))
    assert value(db, "PG") == (2.0, 3)


def test_follows_that_ended_count_against_the_new_ones(db):
    log(db, *[made(PersonFollowed)] * 3, made(PersonUnfollowed))
    assert value(db, "HF") == (2, 4)


def test_videos_watched_to_the_end_are_counted_by_the_play(db, join):
    author, viewer, other = join("author", "host"), join("viewer"), join("other")
    video_id = published(db, author)
    plays = [
        ViewLine(video_id, who.id, "", db.clock(), 9_000, end) for who, end in ((viewer, 1), (viewer, 0), (other, 0))
    ]
    own = ViewLine(video_id, author.id, "", db.clock(), 9_000, 1)
    db.write_now(journal_views, SYSTEM, [*plays, own])
    assert value(db, "HC") == (1 / 3, 3)


def test_one_who_has_two_roles_in_a_sale_is_one_party(db):
    def shares(*parties):
        return [PartyShare(role=role, party=party, minor=minor) for role, party, minor in parties]

    log(
        db,
        made(SharesPlanned, shares=shares(("psp", None, 1), ("platform", None, 5), ("brand", "b", 94))),
        made(SharesPlanned, shares=shares(("host", "h", 5), ("reviewer", "h", 1), ("brand", "b", 94), ("mcn", "m", 0))),
    )
    assert value(db, "SV") == (2.5, 2)


def test_only_answers_to_another_viewer_are_talk_among_viewers(db):
    for answered in (None, "author", "viewer", "other"):
        log(db, made(CommentWritten, author_id="viewer", video_author_id="author", reply_to_author_id=answered))
    assert value(db, "NS") == (25.0, 4)


def test_an_answer_within_two_minutes_is_in_time(db):
    for question, waited in (("a", 120_000), ("b", 120_001), ("c", None)):
        log(db, made(QuestionAsked, question_id=question))
        if waited is not None:
            log(db, made(QuestionAnswered, question_id=question, waited_ms=waited))
    assert value(db, "HS") == (100 / 3, 3)


def test_entries_by_a_share_are_set_against_all_entries(db, join):
    room_id = db.write_now(open_room, join("hana", "host"), title="one")
    arrivals = tuple(
        Arrival(f"s{n}", room_id, None, "ann", source, None, db.clock())
        for n, source in enumerate(("share", "feed", "direct", "share"))
    )
    db.write_now(journal, SYSTEM, Batch("b", arrivals=arrivals))
    assert value(db, "HI") == (50.0, 4)
