"""Questions that ask the same, ideas that say the same: read, compared outside of any transaction, offered."""

from collections.abc import Sequence

from livefair.community import Idea
from livefair.community.idea_merging import gathering_ideas
from livefair.discovery.meaning import Meaning
from livefair.kernel import Unavailable
from livefair.live.merging import Pair, compared_in_room, pairs_among, parts_of, similar_among, waiting_beside
from livefair.live.passing_on import passed_on_among
from livefair.live.questions import Question
from livefair.live.rules.similar import Gist, gist_of, most_alike
from livefair.web.mall.question_views import QuestionView
from livefair.web.requests import AppRequest


async def questions_like(request: AppRequest, room_id: str, text: str) -> list[Question]:
    waiting = await request.read(waiting_beside, request.actor, room_id, text=text)
    meaning = request.services.meaning
    if not waiting:
        meaning.get_ready()
        return []
    gists = await _gists(meaning, [text, *(question.text for question in waiting)])
    return similar_among(gists[0], list(zip(waiting, gists[1:], strict=True))) if gists else []


async def ideas_like(request: AppRequest, brand_id: str, text: str) -> list[Idea]:
    """The brand's open ideas that say what this one says."""
    waiting = await request.read(gathering_ideas, request.actor, brand_id)
    if not waiting:
        return []
    texts = [f"{idea.title} {idea.text}" for idea in waiting]
    gists = await _gists(request.services.meaning, [text, *texts])
    if gists is None:
        return []
    found = most_alike(gists[0], {idea.id: gist for idea, gist in zip(waiting, gists[1:], strict=True)})
    return [idea for one in found for idea in waiting if idea.id == one]


async def pairs_in_room(request: AppRequest, room_id: str) -> list[Pair]:
    """For whoever looks after the room's queue."""
    waiting = await request.read(compared_in_room, room_id)
    if len(waiting) < 2:
        return []
    gists = await _gists(request.services.meaning, [question.text for question in waiting])
    return pairs_among(list(zip(waiting, gists, strict=True))) if gists else []


async def queue_context(request: AppRequest, room_id: str, questions: Sequence[QuestionView]) -> dict[str, object]:
    """The room's queue as its templates want it: what asks the same, and what was put together."""
    pairs = await pairs_in_room(request, room_id)
    parts = await request.read(parts_of, [question.id for question in questions])
    passed = await request.read(passed_on_among, [question.id for question in questions])
    return {"questions": questions, "pairs": pairs, "parts": parts, "passed": passed}


async def _gists(meaning: Meaning, texts: Sequence[str]) -> list[Gist] | None:
    """None when too many are being compared: then nothing is offered, and nobody waits or is refused for it."""
    try:
        return [gist_of(text, vector) for text, vector in zip(texts, await meaning.of(texts), strict=True)]
    except Unavailable:
        return None
