"""Challenges: topics with dates and a rule, whose opener names winners; a prize waits for them in the ledger."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.content.events import ChallengeJudged, ChallengeLapsed, ChallengeOpened
from livefair.content.models import CHALLENGE, CHALLENGE_WINNER, VIDEO, VIDEO_TOPIC
from livefair.content.rules import topics as rules
from livefair.content.topics import Topic, topic_called, topic_for
from livefair.content.videos import is_shown
from livefair.kernel import (
    DAY_MS,
    HOUR_MS,
    SYSTEM,
    Actor,
    Conflict,
    Money,
    ReadTx,
    TooMany,
    WriteTx,
    change,
    cron,
    not_found,
    query,
    require,
    require_valid,
    text_in,
)
from livefair.people import clean_line, clean_text
from livefair.people.badges import Badge, give_badge
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

BADGE = "challenger"
BADGE_LEVEL_MAX = 9
LAPSED_AT_ONCE_MAX = 200
NO_PRIZE = Money(0)


class ChallengeDraft(NamedTuple):
    name: str
    rule_text: str
    starts_at_ms: int
    ends_at_ms: int
    prize: Money = NO_PRIZE


class Challenge(NamedTuple):
    """`party_id`: whose money the prize is."""

    topic_id: str
    opener_id: str
    party_id: str
    rule_text: str
    starts_at_ms: int
    ends_at_ms: int
    prize_minor: int
    currency: str
    opened_at_ms: int
    judged_at_ms: int | None
    lapsed_at_ms: int | None

    @property
    def prize(self) -> Money:
        return Money(self.prize_minor, self.currency)

    def stage(self, now_ms: int) -> str:
        return rules.stage_of(self.starts_at_ms, self.ends_at_ms, now_ms)


class Winner(NamedTuple):
    video_id: str
    person_id: str
    prize_minor: int


class _Entry(NamedTuple):
    id: str
    author_id: str


CHALLENGE_COLUMNS = tuple(CHALLENGE.c[field] for field in Challenge._fields)
_challenge = select(*CHALLENGE_COLUMNS)
_ONE = query(Challenge, _challenge.where(CHALLENGE.c.topic_id == bindparam("topic")))
_BY_KEY = query(
    str,
    select(CHALLENGE.c.topic_id).where(CHALLENGE.c.opener_id == bindparam("who"), CHALLENGE.c.key == bindparam("k")),
)
_OPEN = query(
    int,
    select(func.count())
    .select_from(CHALLENGE)
    .where(CHALLENGE.c.opener_id == bindparam("who"), CHALLENGE.c.ends_at_ms > bindparam("now")),
)
_ENTRIES = query(
    _Entry,
    select(VIDEO.c.id, VIDEO.c.author_id)
    .join_from(VIDEO_TOPIC, VIDEO, VIDEO.c.id == VIDEO_TOPIC.c.video_id)
    .where(
        VIDEO_TOPIC.c.topic_id == bindparam("topic"),
        text_in(VIDEO.c.id, "ids"),
        *is_shown,
        VIDEO.c.published_at_ms >= bindparam("starts"),
        VIDEO.c.published_at_ms < bindparam("ends"),
        VIDEO.c.author_id != bindparam("opener"),
    ),
)
_JUDGE = change(
    update(CHALLENGE)
    .where(
        CHALLENGE.c.topic_id == bindparam("topic"),
        CHALLENGE.c.judged_at_ms.is_(None),
        CHALLENGE.c.lapsed_at_ms.is_(None),
    )
    .values(judged_at_ms=bindparam("now"))
)
_LAPSE = change(
    update(CHALLENGE)
    .where(
        CHALLENGE.c.topic_id == bindparam("topic"),
        CHALLENGE.c.judged_at_ms.is_(None),
        CHALLENGE.c.lapsed_at_ms.is_(None),
    )
    .values(lapsed_at_ms=bindparam("now"))
)
_UNJUDGED = query(
    Challenge,
    _challenge.where(
        CHALLENGE.c.ends_at_ms <= bindparam("before"),
        CHALLENGE.c.judged_at_ms.is_(None),
        CHALLENGE.c.lapsed_at_ms.is_(None),
    )
    .order_by(CHALLENGE.c.ends_at_ms, CHALLENGE.c.topic_id)
    .limit(LAPSED_AT_ONCE_MAX),
)
_WON = query(
    int, select(func.count()).select_from(CHALLENGE_WINNER).where(CHALLENGE_WINNER.c.person_id == bindparam("who"))
)
_WINNERS = query(
    Winner,
    select(*(CHALLENGE_WINNER.c[field] for field in Winner._fields))
    .where(CHALLENGE_WINNER.c.topic_id == bindparam("topic"))
    .order_by(CHALLENGE_WINNER.c.position),
)


def open_challenge(tx: WriteTx, actor: Actor, draft: ChallengeDraft, *, key: str) -> str:
    """Give a topic dates, a rule and perhaps a prize, set apart at once; returns the topic's id. The same `key` twice
    is the same challenge. Refusals: challenge_dates, challenge_there, prize_not_covered, too_many_challenges.
    """
    require(rules.may_open_challenge(actor.roles), "openers_only")
    key = clean_line(key, limit=80, field="key")
    if (earlier := tx.one(_BY_KEY, who=actor.id, k=key)) is not None:
        return earlier
    _require_dates(tx, draft)
    require_valid(0 <= draft.prize.minor <= rules.PRIZE_MINOR_MAX, "out_of_range", field="prize")
    rule_text = clean_text(draft.rule_text, limit=rules.RULE_CHARS_MAX, field="rule_text")
    require_valid(bool(rule_text), "empty", field="rule_text")
    if tx.value(_OPEN, who=actor.id, now=tx.now_ms) >= rules.OPEN_CHALLENGES_MAX:
        raise TooMany("too_many_challenges", limit=rules.OPEN_CHALLENGES_MAX)
    topic = topic_called(tx, actor, draft.name)
    party_id = (actor.organisation_id if actor.has("brand") else None) or actor.id
    made = Challenge(
        topic.id, actor.id, party_id, rule_text, draft.starts_at_ms, draft.ends_at_ms,
        draft.prize.minor, draft.prize.currency, tx.now_ms, None, None,
    )  # fmt: skip
    if not tx.insert_new(CHALLENGE, key=key, **made._asdict()):
        raise Conflict("challenge_there")
    _set_apart(tx, made)
    tx.announce(
        ChallengeOpened(
            topic_id=topic.id,
            opener_id=actor.id,
            party_id=party_id,
            starts_at_ms=made.starts_at_ms,
            ends_at_ms=made.ends_at_ms,
            prize_minor=made.prize_minor,
            currency=made.currency,
        )
    )
    return topic.id


def challenge_of(tx: ReadTx, topic_id: str) -> Challenge | None:
    return tx.one(_ONE, topic=topic_id)


def winners_of(tx: ReadTx, topic_id: str) -> list[Winner]:
    """In the opener's order."""
    return tx.all(_WINNERS, topic=topic_id)


def judge(tx: WriteTx, actor: Actor, topic_id: str, video_ids: list[str]) -> None:
    """The opener names one to three winning videos, each of somebody else, within two weeks of the end.

    The prize is split evenly, to the last cent, and handed over. Refusals: not_yours, not_to_judge_now, not_an_entry,
    one_video_each, challenge_over (it was judged, or has lapsed).
    """
    topic = topic_for(tx, actor, topic_id)
    challenge = challenge_of(tx, topic.id) or not_found("challenge")
    require(challenge.opener_id == actor.id, "not_yours")
    if not rules.may_judge(challenge.ends_at_ms, tx.now_ms):
        raise Conflict("not_to_judge_now")
    entries = _entries(tx, challenge, list(dict.fromkeys(video_ids)))
    if not tx.change(_JUDGE, topic=topic.id, now=tx.now_ms):
        raise Conflict("challenge_over")
    prizes = challenge.prize.split([1] * len(entries))
    for position, (entry, prize) in enumerate(zip(entries, prizes, strict=True)):
        tx.insert(
            CHALLENGE_WINNER,
            topic_id=topic.id,
            person_id=entry.author_id,
            video_id=entry.id,
            position=position,
            prize_minor=prize.minor,
        )
        _honour(tx, topic, entry.author_id)
    parts = [(entry.author_id, prize.minor) for entry, prize in zip(entries, prizes, strict=True)]
    ledger.hand_over(tx, _purse(challenge), parts, reason="challenge_won", key=f"challenge_won:{topic.id}")
    tx.announce(
        ChallengeJudged(
            topic_id=topic.id,
            opener_id=actor.id,
            winner_ids=[entry.author_id for entry in entries],
            video_ids=[entry.id for entry in entries],
            prize_minor=challenge.prize_minor,
            currency=challenge.currency,
        )
    )


def _entries(tx: ReadTx, challenge: Challenge, video_ids: list[str]) -> list[_Entry]:
    require_valid(
        1 <= len(video_ids) <= rules.WINNERS_MAX, "winners_number", field="video_ids", limit=rules.WINNERS_MAX
    )
    rows = tx.all(
        _ENTRIES,
        topic=challenge.topic_id,
        ids=video_ids,
        starts=challenge.starts_at_ms,
        ends=challenge.ends_at_ms,
        opener=challenge.opener_id,
    )
    found = {entry.id: entry for entry in rows}
    require_valid(len(found) == len(video_ids), "not_an_entry", field="video_ids")
    entries = [found[video_id] for video_id in video_ids]
    require_valid(len({entry.author_id for entry in entries}) == len(entries), "one_video_each", field="video_ids")
    return entries


def _honour(tx: WriteTx, topic: Topic, person_id: str) -> None:
    tx.write_pending()
    give_badge(tx, SYSTEM, person_id, Badge(BADGE, min(BADGE_LEVEL_MAX, tx.value(_WON, who=person_id))))
    leave_note(
        tx,
        SYSTEM,
        person_id,
        DeviceNote("challenge_won", {"name": topic.name}, f"/topics/{topic.id}", f"won:{topic.id}"),
    )


@cron(every_ms=HOUR_MS)
def return_unclaimed_prizes(tx: WriteTx, actor: Actor) -> None:
    """Whoever has named nobody within two weeks gets the prize back."""
    for challenge in tx.all(_UNJUDGED, before=tx.now_ms - rules.JUDGE_WITHIN_MS):
        if not tx.change(_LAPSE, topic=challenge.topic_id, now=tx.now_ms):
            continue
        part = (challenge.party_id, challenge.prize_minor)
        key = f"challenge_back:{challenge.topic_id}"
        ledger.hand_over(tx, _purse(challenge), [part], reason="challenge_back", key=key)
        tx.announce(
            ChallengeLapsed(
                topic_id=challenge.topic_id,
                opener_id=challenge.opener_id,
                prize_minor=challenge.prize_minor,
                currency=challenge.currency,
            )
        )


def account_of(topic_id: str) -> str:
    return f"pool:challenge-{topic_id}"


def _require_dates(tx: ReadTx, draft: ChallengeDraft) -> None:
    is_ahead = tx.now_ms - DAY_MS < draft.starts_at_ms <= tx.now_ms + rules.AHEAD_DAYS_MAX * DAY_MS
    lasts_ms = draft.ends_at_ms - draft.starts_at_ms
    is_bounded = HOUR_MS <= lasts_ms <= rules.CHALLENGE_DAYS_MAX * DAY_MS and draft.ends_at_ms > tx.now_ms
    require_valid(is_ahead and is_bounded, "challenge_dates", field="ends_on", limit=rules.CHALLENGE_DAYS_MAX)


def _set_apart(tx: WriteTx, challenge: Challenge) -> None:
    if challenge.prize_minor:
        ledger.set_apart(
            tx,
            _purse(challenge),
            (challenge.party_id, challenge.prize_minor),
            reason="challenge_prize",
            key=f"challenge_prize:{challenge.topic_id}",
            or_else=Conflict("prize_not_covered"),
        )


def _purse(challenge: Challenge) -> ledger.Purse:
    return ledger.Purse(account_of(challenge.topic_id), challenge.currency, {"challenge_id": challenge.topic_id})
