from livefair.live.briefs import briefs_of_mcn
from livefair.live.training import training_of_mcn
from livefair.people.organisations import organisations


def test_the_agency_has_briefs_in_two_states_and_hosts_to_train(made):
    db = made("one")
    [mcn] = db.read_now(organisations, "mcn")
    assert {brief.state for brief in db.read_now(briefs_of_mcn, mcn.id)} == {"accepted", "assigned"}
    assert len(db.read_now(training_of_mcn, mcn.id)) == 2
