from tests.web.conftest import bearer


async def test_the_page_sets_every_rule_beside_the_truth(signed_in, db, browse, join):
    scholar = await signed_in("scholar", "researcher", accept_language="en")
    page = (await scholar.get("/lab/truth")).text
    for words in ("Hold-out by chance", "Fitted Shapley", "Magnet", "Truth", "A touch of no effect earns"):
        assert words in page
    program = browse(**bearer(db, join("prog", "researcher")), accept="application/json")
    told = (await program.get("/api/lab/truth")).json()
    assert len(told["methods"]) == 9
    assert told["minor"]["magnet"] == 0
