"""Topics and challenges: what is trending, what a topic holds, opening a challenge and naming its winners."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.content import VideoItem
from livefair.content.challenges import Challenge, ChallengeDraft, challenge_of, judge, open_challenge, winners_of
from livefair.content.queries import LAST, videos_that_have_won, videos_with_topic
from livefair.content.rules import topics as rules
from livefair.content.topic_lists import Named, challenges, newest, seeded, trending, video_counts
from livefair.content.topics import Topic, seed, topic_for
from livefair.kernel import DAY_MS, Actor, Invalid, Money, ReadTx, Refusal, secret_token
from livefair.people import organisation_names, person_card
from livefair.web.access import needs
from livefair.web.deal_forms import midnight
from livefair.web.forms import Form, Key, Line, Paragraphs, chosen_id, minor_of
from livefair.web.forms import Id as ChosenId
from livefair.web.paths import Cursor, Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.urls import file_url
from livefair.web.views import AuthorView, author_of

HERE = "/topics"
PAGE = 24
PAGES_TO_JUDGE = 8
JUDGED_PER_PAGE = 50
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]
Chosen = Annotated[list[ChosenId], msgspec.Meta(max_length=rules.WINNERS_MAX)]


class Opening(Form, frozen=True, kw_only=True):
    """Dates as days; a challenge ends with its last day. `prize`: yuan."""

    name: Line
    rule_text: Paragraphs
    starts_on: Line
    ends_on: Line
    prize: Amount = ""
    key: Key


class Naming(Form, frozen=True, kw_only=True):
    video_ids: Chosen = msgspec.field(default_factory=list)


class TopicView(NamedTuple):
    """`heat`: 0 without a trend."""

    id: str
    name: str
    videos: int
    accounts: int
    heat: float


class ChallengeView(NamedTuple):
    """`host` opened it, `brand` pays the prize, if one does."""

    id: str
    name: str
    stage: str
    starts_at_ms: int
    ends_at_ms: int
    host: AuthorView
    brand: str
    rule_text: str
    prize: Money
    is_judged: bool
    may_judge: bool


class TileView(NamedTuple):
    id: str
    title: str
    poster_url: str | None
    likes: int
    author: AuthorView
    prize: Money | None = None


class TopicsPage(NamedTuple):
    trending: list[TopicView]
    seeded: list[TopicView]
    newest: list[TopicView]
    challenges: list[ChallengeView]
    may_open: bool


class TopicPage(NamedTuple):
    """`to_judge`: what the challenge's opener chooses winners among, not only what stands on this page."""

    topic: TopicView
    is_seeded: bool
    may_seed: bool
    challenge: ChallengeView | None
    winners: list[TileView]
    videos: list[TileView]
    to_judge: list[TileView]
    next_url: str | None


def topics_page(tx: ReadTx, actor: Actor) -> TopicsPage:
    hot, first, new = trending(tx), seeded(tx), newest(tx)
    counts = video_counts(tx, sorted({topic.id for topic in (*hot, *first, *new)}))
    return TopicsPage(
        trending=[_topic(topic, counts) for topic in hot],
        seeded=[_topic(topic, counts) for topic in first],
        newest=[_topic(topic, counts) for topic in new if counts.get(topic.id)],
        challenges=[_challenge(tx, actor, named) for named in challenges(tx)],
        may_open=rules.may_open_challenge(actor.roles),
    )


def topic_page(tx: ReadTx, actor: Actor, topic_id: str, before: str) -> TopicPage:
    topic = topic_for(tx, actor, topic_id)
    videos = videos_with_topic(tx, actor, topic.id, before=before, most=PAGE)
    challenge = challenge_of(tx, topic.id)
    shown = _challenge(tx, actor, Named(topic.name, challenge)) if challenge else None
    entered = _entered(tx, actor, topic.id) if shown and shown.may_judge else []
    return TopicPage(
        topic=_topic(topic, video_counts(tx, [topic.id])),
        is_seeded=topic.seeded_at_ms is not None,
        may_seed=actor.has("operator"),
        challenge=shown,
        winners=_winners(tx, actor, challenge) if challenge and challenge.judged_at_ms else [],
        videos=[_tile(tx, actor, video) for video in videos],
        to_judge=[_tile(tx, actor, video) for video in entered],
        next_url=f"{HERE}/{topic.id}?before={videos[-1].id}" if len(videos) == PAGE else None,
    )


def _topic(topic: Topic, counts: dict[str, int]) -> TopicView:
    return TopicView(topic.id, topic.name, counts.get(topic.id, 0), topic.accounts, topic.heat_milli / 1_000)


def _challenge(tx: ReadTx, actor: Actor, named: Named) -> ChallengeView:
    found = named.challenge
    brands = organisation_names(tx, [found.party_id])
    is_open = found.judged_at_ms is None and found.lapsed_at_ms is None
    return ChallengeView(
        id=found.topic_id,
        name=named.name,
        stage=found.stage(tx.now_ms),
        starts_at_ms=found.starts_at_ms,
        ends_at_ms=found.ends_at_ms,
        host=author_of(tx, actor, person_card(tx, found.opener_id)),
        brand=brands.get(found.party_id, ""),
        rule_text=found.rule_text,
        prize=found.prize,
        is_judged=found.judged_at_ms is not None,
        may_judge=is_open and actor.id == found.opener_id and rules.may_judge(found.ends_at_ms, tx.now_ms),
    )


def _entered(tx: ReadTx, actor: Actor, topic_id: str) -> list[VideoItem]:
    """All that a challenge's opener may choose among, newest first; more than so many pages nobody looks through."""
    found: list[VideoItem] = []
    for _ in range(PAGES_TO_JUDGE):
        before = found[-1].id if found else LAST
        page = videos_with_topic(tx, actor, topic_id, before=before, most=JUDGED_PER_PAGE)
        if not page:
            break
        found += page
    return found


def _winners(tx: ReadTx, actor: Actor, challenge: Challenge) -> list[TileView]:
    won = {winner.video_id: winner.prize_minor for winner in winners_of(tx, challenge.topic_id)}
    tiles = [_tile(tx, actor, video) for video in videos_that_have_won(tx, actor, challenge.topic_id)]
    return [tile._replace(prize=Money(won[tile.id], challenge.currency)) for tile in tiles]


def _tile(tx: ReadTx, actor: Actor, video: VideoItem) -> TileView:
    return TileView(video.id, video.title, file_url(video.poster_key), video.likes, author_of(tx, actor, video.author))


@get(HERE)
async def show_topics(request: AppRequest) -> Answer:
    page = await request.read(topics_page, request.actor)
    return await request.page("mall/topics.html", page._asdict())


@get(HERE + "/{topic_id:str}")
async def show_topic(request: AppRequest, topic_id: Id, before: Cursor = "") -> Answer:
    return await _topic_page(request, topic_id, chosen_id(before) or LAST)


@get(HERE + "/new", opt=needs(*rules.OPENER_ROLES))
async def show_opening(request: AppRequest) -> Answer:
    return await _opening(request)


@post(HERE + "/new", opt=needs(*rules.OPENER_ROLES))
async def open_one(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(Opening)
        prize = Money(minor_of(form.prize, "prize") if form.prize.strip() else 0)
        draft = ChallengeDraft(
            form.name,
            form.rule_text,
            midnight(form.starts_on, "starts_on"),
            midnight(form.ends_on, "ends_on") + DAY_MS,
            prize,
        )
        topic_id = await request.write(open_challenge, draft, key=form.key)
    except Refusal as refusal:
        return await _opening(request, refusal)
    return request.go(f"{HERE}/{topic_id}", toast="saved")


@post(HERE + "/{topic_id:str}/seed", opt=needs("operator"))
async def put_first(request: AppRequest, topic_id: Id) -> Answer:
    await request.write(seed, topic_id, is_seeded=True)
    return request.go(f"{HERE}/{topic_id}", toast="saved")


@post(HERE + "/{topic_id:str}/unseed", opt=needs("operator"))
async def put_first_no_longer(request: AppRequest, topic_id: Id) -> Answer:
    await request.write(seed, topic_id, is_seeded=False)
    return request.go(f"{HERE}/{topic_id}", toast="saved")


@post(HERE + "/{topic_id:str}/winners", opt=needs(*rules.OPENER_ROLES))
async def name_winners(request: AppRequest, topic_id: Id) -> Answer:
    try:
        form = await request.form_as(Naming)
        await request.write(judge, topic_id, form.video_ids)
    except Invalid as refusal:
        return await _topic_page(request, topic_id, LAST, refusal)
    return request.go(f"{HERE}/{topic_id}", toast="saved")


async def _topic_page(request: AppRequest, topic_id: str, before: str, refusal: Refusal | None = None) -> Answer:
    page = await request.read(topic_page, request.actor, topic_id, before)
    if refusal is not None:
        return await request.again("mall/topic.html", refusal, page._asdict())
    return await request.page("mall/topic.html", page._asdict())


async def _opening(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    typed = await request.typed()
    names = ("name", "rule_text", "starts_on", "ends_on", "prize")
    values = {name: typed.first(name)[: rules.RULE_CHARS_MAX] for name in names}
    context = {"values": values, "key": secret_token(), "rule_chars": rules.RULE_CHARS_MAX}
    if refusal is not None:
        return await request.again("mall/challenge_new.html", refusal, context)
    return await request.page("mall/challenge_new.html", context)


router = Router(
    "/",
    route_handlers=[show_topics, show_opening, open_one, show_topic, put_first, put_first_no_longer, name_winners],
)
