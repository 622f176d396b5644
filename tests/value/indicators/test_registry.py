import pytest

from livefair.kernel import Fact, NotFound
from livefair.value.indicators import STAGES, indicator_called, registry
from livefair.value.indicators.readings import MEASURES

JOURNALS = {"video_view", "live_stay", "live_chat_line"}


def test_every_indicator_of_the_registry_is_measured_and_every_measure_is_registered():
    assert {indicator.id for indicator in registry().indicators} == set(MEASURES)


def test_ids_are_given_once():
    ids = [indicator.id for indicator in registry().indicators]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_has_six_indicators_or_more(stage):
    assert sum(indicator.stage == stage for indicator in registry().indicators) >= 6


def test_every_source_is_a_fact_that_is_announced_or_a_journal():
    named = {source for indicator in registry().indicators for source in indicator.sources}
    assert named <= set(Fact.kinds) | JOURNALS


@pytest.mark.parametrize("indicator", registry().indicators, ids=lambda indicator: indicator.id)
def test_every_text_is_there_in_both_languages(indicator):
    for words in (indicator.name, indicator.question, indicator.formula, indicator.unit, indicator.limits):
        assert words.zh.strip()
        assert words.en.strip()
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in words.en)


def test_links_lead_from_earlier_stages_to_later_ones():
    stage = {indicator.id: STAGES.index(indicator.stage) for indicator in registry().indicators}
    assert registry().links
    assert all(stage[link.source] < stage[link.target] for link in registry().links)


def test_an_id_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        indicator_called("nothing")
