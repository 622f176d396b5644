import pytest

from livefair.content.challenges import (
    ChallengeDraft,
    challenge_of,
    judge,
    open_challenge,
    return_unclaimed_prizes,
    winners_of,
)
from livefair.content.rules.topics import JUDGE_WITHIN_MS
from livefair.content.topic_lists import challenges
from livefair.content.topics import set_topics
from livefair.kernel import DAY_MS, SYSTEM, Conflict, Invalid, Money, NotAllowed
from livefair.people.badges import badges_of
from livefair.people.notes import my_notes
from tests.content.studio import published
from tests.purse import ready
from tests.supply.partners import has, organisation


@pytest.fixture
def brand(db, join):
    found = organisation(db, join, "brand", "brand")
    ready(db, found.organisation_id, 50_000)
    return found


def draft(db, **given):
    fields = {"name": "Slow tea", "rule_text": "One pot, one minute.", "starts_at_ms": db.clock()}
    return ChallengeDraft(**(fields | {"ends_at_ms": db.clock() + 7 * DAY_MS, "prize": Money(10_001)} | given))


def entries(db, join, topic, names=("ada", "bo")):
    """One video of each host, in the topic."""
    hosts = [join(name, "host") for name in names]
    videos = [published(db, host, host.id) for host in hosts]
    for host, video_id in zip(hosts, videos, strict=True):
        db.write_now(set_topics, host, video_id, [topic])
    return hosts, videos


def test_the_winners_share_the_prize_to_the_last_cent_and_wear_a_badge(db, clock, join, brand):
    topic_id = db.write_now(open_challenge, brand, draft(db), key="c")
    assert db.write_now(open_challenge, brand, draft(db), key="c") == topic_id
    assert has(db, brand.organisation_id) == 39_999
    (ada, bo), videos = entries(db, join, "slow tea")
    clock.advance(7 * DAY_MS)
    db.write_now(judge, brand, topic_id, videos)
    assert (has(db, ada.id), has(db, bo.id)) == (5_001, 5_000)
    assert [winner.person_id for winner in db.read_now(winners_of, topic_id)] == [ada.id, bo.id]
    assert [(badge.kind, badge.level) for badge in db.read_now(badges_of, ada.id)] == [("challenger", 1)]
    assert db.read_now(my_notes, bo)[0].code == "challenge_won"
    with pytest.raises(Conflict, match="challenge_over"):
        db.write_now(judge, brand, topic_id, videos)


def test_a_prize_that_nobody_gives_goes_back_after_two_weeks(db, clock, join, brand):
    topic_id = db.write_now(open_challenge, brand, draft(db), key="c")
    _, videos = entries(db, join, "slow tea")
    clock.advance(7 * DAY_MS + JUDGE_WITHIN_MS)
    db.write_now(return_unclaimed_prizes, SYSTEM)
    db.write_now(return_unclaimed_prizes, SYSTEM)
    assert has(db, brand.organisation_id) == 50_000
    assert db.read_now(challenge_of, topic_id).lapsed_at_ms == db.clock()
    with pytest.raises(Conflict, match="not_to_judge_now"):
        db.write_now(judge, brand, topic_id, videos)


def test_only_entries_within_the_dates_by_others_can_win(db, clock, join, brand):
    early_host = join("early", "host")
    early = published(db, early_host, "early")
    db.write_now(set_topics, early_host, early, ["slow tea"])
    clock.advance(1)
    topic_id = db.write_now(open_challenge, brand, draft(db), key="c")
    (ada, _), videos = entries(db, join, "slow tea")
    again = published(db, ada, "again")
    db.write_now(set_topics, ada, again, ["slow tea"])
    with pytest.raises(Conflict, match="not_to_judge_now"):
        db.write_now(judge, brand, topic_id, videos)
    clock.advance(7 * DAY_MS)
    for chosen, code in (([early], "not_an_entry"), ([videos[0], again], "one_video_each"), ([], "winners_number")):
        with pytest.raises(Invalid, match=code):
            db.write_now(judge, brand, topic_id, chosen)
    with pytest.raises(NotAllowed, match="not_yours"):
        db.write_now(judge, ada, topic_id, videos)
    db.write_now(judge, brand, topic_id, videos[:1])


def test_a_challenge_needs_dates_a_rule_cover_and_words_of_its_own(db, join, brand):
    for given, code in (
        ({"ends_at_ms": db.clock()}, "challenge_dates"),
        ({"starts_at_ms": db.clock() + 100 * DAY_MS, "ends_at_ms": db.clock() + 101 * DAY_MS}, "challenge_dates"),
        ({"rule_text": " "}, "empty"),
        ({"prize": Money(-1)}, "out_of_range"),
    ):
        with pytest.raises(Invalid, match=code):
            db.write_now(open_challenge, brand, draft(db, **given), key="c")
    with pytest.raises(Conflict, match="prize_not_covered"):
        db.write_now(open_challenge, brand, draft(db, prize=Money(60_000)), key="c")
    with pytest.raises(NotAllowed, match="openers_only"):
        db.write_now(open_challenge, join("cy"), draft(db), key="c")
    host = join("hua", "host")
    db.write_now(open_challenge, host, draft(db, prize=Money(0)), key="c")
    with pytest.raises(Conflict, match="challenge_there"):
        db.write_now(open_challenge, brand, draft(db), key="c")
    assert has(db, brand.organisation_id) == 50_000
    assert [named.name for named in db.read_now(challenges)] == ["Slow tea"]
