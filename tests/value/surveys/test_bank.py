from livefair.value.constructs import constructs
from livefair.value.rules.surveys import PANELS
from livefair.value.surveys.bank import bank, items_for


def test_every_item_has_an_id_of_its_own_and_belongs_to_a_construct():
    known = {construct.id for construct in constructs().constructs}
    assert len({item.id for item in bank().items}) == len(bank().items)
    assert {item.construct for item in bank().items} <= known


def test_no_two_items_say_the_same_in_either_language():
    for words in ([item.zh for item in bank().items], [item.en for item in bank().items]):
        assert len(set(words)) == len(words)


def test_every_panel_can_be_asked_and_told_from_who_agrees_with_everything():
    for panel in PANELS:
        assert len(items_for(panel)) >= 2
    assert sum(item.reversed for item in items_for("customer")) >= 5
