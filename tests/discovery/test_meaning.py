import asyncio

import pytest

from livefair.discovery import meaning as module
from livefair.discovery.meaning import CHARS_MAX, TEXTS_MAX, Meaning
from livefair.kernel import Unavailable


@pytest.fixture
def meaning():
    made = Meaning()
    yield made
    made.close()


async def test_texts_that_mean_the_same_point_the_same_way_in_any_language(meaning):
    fade, same, heavy = await meaning.of(["会掉色吗", "Does the colour fade?", "How heavy is it?"])
    assert float(fade @ fade) == pytest.approx(1, abs=1e-4)
    assert float(fade @ same) > 0.6 > float(fade @ heavy)


async def test_a_text_has_one_vector_whatever_it_is_asked_with(meaning):
    [alone] = await Meaning().of(["多少钱"])
    [_, beside] = await meaning.of(["a much longer text that is encoded in the same batch", "多少钱"])
    assert float(alone @ beside) == pytest.approx(1, abs=1e-4)


async def test_any_text_of_a_stranger_has_a_vector_and_only_its_beginning_counts(meaning):
    odd = ["", " ", "\x00", "\ud800", "🎉" * 300, "a" * 100_000, "ｆｕｌｌ ｗｉｄｔｈ"]
    vectors = await meaning.of(odd)
    assert all(float(vector @ vector) == pytest.approx(1, abs=1e-3) for vector in vectors)
    [short] = await meaning.of(["a" * CHARS_MAX])
    assert float(short @ vectors[5]) == pytest.approx(1, abs=1e-6)


async def test_what_is_kept_and_what_waits_is_bounded(meaning, monkeypatch):
    monkeypatch.setattr(module, "KEPT_MAX", 3)
    for number in range(6):
        await meaning.of([str(number)])
    assert list(meaning._kept) == ["3", "4", "5"]
    with pytest.raises(ValueError, match="129 texts"):
        await meaning.of(["x"] * (TEXTS_MAX + 1))
    monkeypatch.setattr(module, "WAITING_MAX", 1)
    first = asyncio.create_task(meaning.of(["first"]))
    await asyncio.sleep(0)
    with pytest.raises(Unavailable, match="too_busy"):
        await meaning.of(["second"])
    await first
    await meaning.of(["third"])
