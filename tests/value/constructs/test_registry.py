from livefair.value.constructs import construct_of, constructs, measured, promised
from livefair.value.constructs.registry import KINDS
from livefair.value.indicators import registry


def test_no_driver_is_without_an_indicator_or_an_item():
    assert [one.construct.id for one in measured() if not one.is_measured] == []
    assert sum(one.construct.stage == "drivers" for one in measured()) == 13


def test_every_indicator_measures_a_construct():
    known = {one.id for one in constructs().constructs}
    assert {construct_of(one.id) for one in registry().indicators} <= known
    assert construct_of("BC4b") == "BC4"


def test_a_construct_that_no_fact_measures_says_why_and_no_other_does():
    for one in measured():
        assert bool(one.construct.waits) == (not one.indicators), one.construct.id


def test_every_stakeholder_is_promised_something_of_each_kind():
    found = {(one.proposition.stakeholder, one.proposition.kind) for one in promised()}
    whom = {one.proposition.stakeholder for one in promised()}
    assert found == {(who, kind) for who in whom for kind in KINDS}
    assert len(whom) == 6


def test_a_promise_names_a_number_that_there_is_or_is_flagged():
    for one in promised():
        assert one.has_kpi == bool(one.proposition.kpi), one.proposition.id
    assert any(not one.has_kpi for one in promised())
