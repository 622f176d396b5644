"""A town's host has said what a video is about and who made it too, opened a challenge, and may apply for support."""

from livefair.content.challenges import ChallengeDraft, open_challenge
from livefair.content.coauthors import accept_coauthorship, ask_coauthor
from livefair.content.programmes import ProgrammeDraft, open_programme
from livefair.content.topics import set_topics
from livefair.kernel import DAY_MS, Actor, Database, Money


def created(db: Database, people: dict[str, Actor], video_id: str) -> tuple[str, str, str]:
    """(topic, programme, coauthor)"""
    now_ms = db.clock()
    topic_id = db.write_now(
        open_challenge, people["host"], ChallengeDraft("Run far", "One take.", now_ms, now_ms + DAY_MS), key="town"
    )
    db.write_now(set_topics, people["host"], video_id, ["run far"])
    draft = ProgrammeDraft(
        name="First videos",
        about="For those who begin.",
        kind="cash",
        apply_until_ms=now_ms + 7 * DAY_MS,
        ends_at_ms=now_ms + 30 * DAY_MS,
        seats=3,
        per_head=Money(10_000),
    )
    asked = db.write_now(ask_coauthor, people["host"], video_id, people["customer"].id, share_bp=1_000)
    db.write_now(accept_coauthorship, people["customer"], asked.id)
    return topic_id, db.write_now(open_programme, people["operator"], draft, key="town"), asked.id
