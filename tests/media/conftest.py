"""One worker per test file: it takes a second to start."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from livefair.media import EmbeddedEngine, MediaLimits, MediaSettings

KEY = "a key that only the tests know, 123456"


def settings(folder: Path, **limits: float) -> MediaSettings:
    return MediaSettings(
        folder=folder,
        key=KEY,
        ice_addresses=("127.0.0.1",),
        limits=MediaLimits(**{"failures_per_ip": 10_000, **limits}),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def media(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedEngine]:
    engine = EmbeddedEngine(settings(tmp_path_factory.mktemp("media")))
    await engine.start()
    yield engine
    await engine.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
