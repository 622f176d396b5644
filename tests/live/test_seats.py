from livefair.kernel import GUEST
from livefair.live.cohosting import accept_terms, ask_for_seat, end_seat, invite
from livefair.live.seats import my_invitations, unanswered_invitations
from livefair.people.ages import confirm_age
from tests.purse import GROWN_UP


def test_who_is_wanted_beside_a_host_finds_the_invitation_wherever_they_are(db, clock, join, stage):
    zoe = join("zoe")
    db.write_now(confirm_age, zoe, GROWN_UP)
    first = db.write_now(invite, stage.host, stage.room_id, zoe.id, share_bp=1_000)
    [told] = db.read_now(my_invitations, zoe)
    assert (told.seat_id, told.room_id, told.host_id, told.is_waiting) == (first.id, stage.room_id, stage.host.id, True)
    assert db.read_now(unanswered_invitations, zoe) == 1
    db.write_now(accept_terms, zoe, first.id, version=1)
    assert db.read_now(unanswered_invitations, zoe) == 0
    assert [each.is_waiting for each in db.read_now(my_invitations, zoe)] == [False]
    clock.advance(1_000)
    db.write_now(end_seat, zoe, first.id)
    db.write_now(ask_for_seat, zoe, stage.room_id, share_bp=0)
    assert len(db.read_now(my_invitations, zoe)) == 1, "what one asks for oneself is no invitation"
    assert db.read_now(my_invitations, GUEST) == []
