"""Topics and challenges for programs."""

from typing import Annotated

import msgspec
from litestar import Router, get, put
from litestar.params import JSONBody

from livefair.content.queries import videos_with_topic
from livefair.content.rules.topics import NAME_CHARS_MAX, TOPICS_PER_VIDEO_MAX
from livefair.content.topic_lists import trending, video_counts
from livefair.content.topics import set_topics, topic_for
from livefair.kernel import Actor, ReadTx
from livefair.web.access import SIGNED_IN, needs
from livefair.web.api.shapes import Amount, Body
from livefair.web.api.watching import Video, video_of
from livefair.web.mall.topics import topics_page
from livefair.web.paths import Id
from livefair.web.requests import AppRequest

Name = Annotated[str, msgspec.Meta(max_length=NAME_CHARS_MAX, pattern=r"^[^\x00]*$")]


class Topics(Body, kw_only=True):
    names: Annotated[list[Name], msgspec.Meta(max_length=TOPICS_PER_VIDEO_MAX)]


class TopicIds(msgspec.Struct, kw_only=True):
    ids: list[str]


class TopicState(msgspec.Struct, kw_only=True):
    """`heat_milli`: 0 without a trend. `accounts`: distinct, within two days."""

    id: str
    name: str
    videos: int
    accounts: int
    heat_milli: int


class ChallengeState(msgspec.Struct, kw_only=True):
    """`stage`: coming, running or over."""

    topic_id: str
    name: str
    stage: str
    rule: str
    opened_by: str
    starts_at_ms: int
    ends_at_ms: int
    prize: Amount
    is_judged: bool


def trending_states(tx: ReadTx) -> list[TopicState]:
    topics = trending(tx)
    counts = video_counts(tx, [topic.id for topic in topics])
    return [
        TopicState(
            id=topic.id,
            name=topic.name,
            videos=counts.get(topic.id, 0),
            accounts=topic.accounts,
            heat_milli=topic.heat_milli,
        )
        for topic in topics
    ]


def challenge_states(tx: ReadTx, actor: Actor) -> list[ChallengeState]:
    return [
        ChallengeState(
            topic_id=each.id,
            name=each.name,
            stage=each.stage,
            rule=each.rule_text,
            opened_by=each.host.id,
            starts_at_ms=each.starts_at_ms,
            ends_at_ms=each.ends_at_ms,
            prize=Amount(minor=each.prize.minor, currency=each.prize.currency),
            is_judged=each.is_judged,
        )
        for each in topics_page(tx, actor).challenges
    ]


def videos_of_topic(tx: ReadTx, actor: Actor, topic_id: str) -> list[Video]:
    return [video_of(video) for video in videos_with_topic(tx, actor, topic_for(tx, actor, topic_id).id)]


@get("/topics", summary="What is trending, hottest first")
async def show_trending(request: AppRequest) -> list[TopicState]:
    return await request.read(trending_states)


@get("/topics/{topic_id:str}/videos", summary="The newest videos about a topic")
async def show_videos(request: AppRequest, topic_id: Id) -> list[Video]:
    return await request.read(videos_of_topic, request.actor, topic_id)


@get("/challenges", summary="Challenges that come, run, or were over within 60 days")
async def show_challenges(request: AppRequest) -> list[ChallengeState]:
    return await request.read(challenge_states, request.actor)


@put("/videos/{video_id:str}/topics", opt=needs("host", "brand"), status_code=200, summary="Say what a video is about")
async def put_topics(request: AppRequest, video_id: Id, data: JSONBody[Topics]) -> TopicIds:
    return TopicIds(ids=await request.write(set_topics, video_id, data.names))


router = Router(
    "/",
    route_handlers=[show_trending, show_videos, show_challenges, put_topics],
    opt=needs(*SIGNED_IN),
    tags=["content"],
)
