from livefair.content.programmes import members_of, programmes
from livefair.content.tiers import tiers


def test_the_newcomers_host_may_apply_for_support_as_others_have(made):
    db = made("one")
    [programme] = db.read_now(programmes)
    assert programme.stage(db.clock()) == "open"
    assert db.read_now(members_of, programme.id)
    assert db.read_now(tiers), "the hosts' tiers have been counted"
