import asyncio

import pytest

from livefair.content import VideoRefused
from livefair.world.ahead import Ahead
from tests.content.studio import DONE, ScriptedProcessor


@pytest.fixture
def ahead_of():
    opened = []

    def make(processor) -> Ahead:
        opened.append(Ahead(processor))
        return opened[-1]

    yield make
    for ahead in opened:
        ahead.close()


async def steps(ahead: Ahead, file_key: str):
    return [step async for step in ahead.transcode(file_key, "video")]


async def test_what_was_begun_is_not_begun_again(ahead_of):
    processor = ScriptedProcessor(DONE)
    ahead = ahead_of(processor)
    ahead.begin("one")
    assert await steps(ahead, "one") == [DONE]
    assert processor.runs == [("one", "")]


async def test_what_was_not_begun_is_done_when_it_is_asked_for(ahead_of):
    processor = ScriptedProcessor(DONE)
    assert await steps(ahead_of(processor), "two") == [DONE]
    assert processor.runs == [("two", "video")]


async def test_a_film_that_is_refused_ahead_is_refused(ahead_of):
    ahead = ahead_of(ScriptedProcessor(VideoRefused("broken")))
    ahead.begin("one")
    with pytest.raises(VideoRefused):
        await steps(ahead, "one")


class Endless(ScriptedProcessor):
    """Never ends by itself; knows whether it was ended."""

    ended = False

    async def transcode(self, file_key, video_id):
        self.runs.append((file_key, video_id))
        try:
            await asyncio.Event().wait()
            yield DONE
        finally:
            self.ended = True


async def test_what_nobody_asks_for_is_given_up_at_the_end():
    processor = Endless()
    ahead = Ahead(processor)
    ahead.begin("one")
    while not processor.runs:
        await asyncio.sleep(0.01)
    ahead.close()
    assert processor.ended
