"""Questions that ask the same, for pages: read, compared outside of any transaction, offered."""

from collections.abc import Sequence

from livefair.discovery.meaning import Meaning
from livefair.live.merging import Pair, compared_in_room, pairs_among, similar_among, waiting_beside
from livefair.live.questions import Question
from livefair.live.rules.similar import Gist, gist_of
from livefair.web.requests import AppRequest


async def questions_like(request: AppRequest, room_id: str, text: str) -> list[Question]:
    waiting = await request.read(waiting_beside, request.actor, room_id, text=text)
    meaning = request.services.meaning
    if not waiting:
        meaning.get_ready()
        return []
    [mine, *theirs] = await _gists(meaning, [text, *(question.text for question in waiting)])
    return similar_among(mine, list(zip(waiting, theirs, strict=True)))


async def pairs_in_room(request: AppRequest, room_id: str) -> list[Pair]:
    """For whoever looks after the room's queue."""
    waiting = await request.read(compared_in_room, room_id)
    if len(waiting) < 2:
        return []
    gists = await _gists(request.services.meaning, [question.text for question in waiting])
    return pairs_among(list(zip(waiting, gists, strict=True)))


async def _gists(meaning: Meaning, texts: Sequence[str]) -> list[Gist]:
    return [gist_of(text, vector) for text, vector in zip(texts, await meaning.of(texts), strict=True)]
