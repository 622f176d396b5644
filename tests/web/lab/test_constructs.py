async def test_promises_without_a_number_are_flagged_and_constructs_say_what_measures_them(signed_in):
    scholar = await signed_in("scholar", "researcher", accept_language="en")
    page = (await scholar.get("/lab/constructs")).text
    assert page.count("no number yet") == 4
    for words in ("Trust in the host", "Answered in two minutes", "hs_fast", "The host keeps promises.", "reflective"):
        assert words in page
