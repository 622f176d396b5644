from livefair.content import ViewLine, journal_views
from livefair.content.events import CommentWritten
from livefair.governance import CaseDecided
from livefair.kernel import SYSTEM
from livefair.kernel.clock import HOUR_MS
from livefair.live import open_room
from livefair.live.events import QuestionAnswered, QuestionAsked
from livefair.live.journal import Arrival, Batch, journal
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
