"""Challenges of the demo world: one that runs, with a prize where its brand has earned one, and one that comes."""

from livefair.content.challenges import ChallengeDraft, open_challenge
from livefair.content.topics import seed
from livefair.kernel import DAY_MS, HOUR_MS, Conflict, Money
from livefair.people import actor_of
from livefair.world.fair import Fair

PRIZE = Money(30_000)
SLOW = (
    "慢生活",
    "拍下你每天慢下来的那一分钟：一镜到底，不加滤镜。\nThe minute of your day that goes slowly: one take, no filter.",
)
HANDS = (
    "手艺人",
    "只拍手，不拍脸：你会做、别人不会的一件事。\nHands only, no face: one thing that you can make and others cannot.",
)


def challenge_everybody(fair: Fair) -> None:
    operator = fair.db.read_now(actor_of, fair.accounts["operator"])
    today_ms = fair.clock() // HOUR_MS * HOUR_MS
    running = ChallengeDraft(*SLOW, today_ms, today_ms + 10 * DAY_MS, PRIZE)
    try:
        topic_id = fair.db.write_now(open_challenge, fair.brands[0], running, key="slow")
    except Conflict:  # nothing stands ready for the brand yet
        topic_id = fair.db.write_now(open_challenge, fair.brands[0], running._replace(prize=Money(0)), key="slow")
    fair.db.write_now(seed, operator, topic_id, is_seeded=True)
    coming = ChallengeDraft(*HANDS, today_ms + 7 * DAY_MS, today_ms + 21 * DAY_MS)
    fair.db.write_now(open_challenge, fair.hosts[0].actor, coming, key="hands")
