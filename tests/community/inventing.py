"""People who have ideas for the stall's brand."""

from livefair.community import IdeaDraft, publish_idea, support_idea
from livefair.governance.idea_policy import IdeaKnobs, set_idea_policy

TEXT = "A mug whose lid is also a coaster, so that it never leaves a ring on the desk."


def needing(db, join, supporters, **knobs):
    """A house in which so many supporters oblige a brand to answer."""
    db.write_now(set_idea_policy, join("olga", "operator"), IdeaKnobs(supporters_needed=supporters, **knobs))


def idea(stall, who, *, title="A lid that is a coaster", text=TEXT, key="i", product_id=None):
    stall.db.clock.advance(1)  # so that ids sort by their making
    draft = IdeaDraft(stall.brand.organisation_id, title, text, product_id)
    return stall.db.write_now(publish_idea, who, draft, key=key)


def supported(db, join, idea_id, number, *, name="fan"):
    fans = [join(f"{name}{n}") for n in range(number)]
    for fan in fans:
        db.write_now(support_idea, fan, idea_id)
    return fans
