from livefair.community.idea_queries import ideas_by, ideas_to_answer
from livefair.kernel import GUEST
from livefair.people.organisations import organisations


def test_a_newcomer_finds_ideas_at_every_place_of_their_way(made):
    db = made("one")
    states = {idea.state for idea in db.read_now(ideas_by, GUEST, "wanted")}
    assert states <= {"open", "due"}
    assert db.read_now(ideas_by, GUEST, "made")[0].royalty_bp >= 100
    waiting = [idea for brand in db.read_now(organisations, "brand") for idea in db.read_now(ideas_to_answer, brand.id)]
    assert waiting
