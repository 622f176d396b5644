from livefair.value.constructs.registry import propositions
from tests.web.conftest import enter
from tests.web.town import built


async def test_promises_without_a_number_are_flagged_and_constructs_say_what_measures_them(signed_in):
    scholar = await signed_in("scholar", "researcher", accept_language="en")
    page = (await scholar.get("/lab/constructs")).text
    assert page.count("no number yet") == 4
    for words in ("Trust in the host", "Answered in two minutes", "hs_fast", "The host keeps promises.", "reflective"):
        assert words in page


async def test_every_promise_leads_to_a_page_that_somebody_can_open(db, browse):
    people = [enter(db, browse(), person) for person in built(db).people.values()]
    for where in sorted({one.where for one in propositions().propositions}):
        assert min([(await person.get(where)).status_code for person in people]) < 400, where
