from livefair.community.fan_clubs import club_of_host
from livefair.community.fan_members import members_of, reached_by_messages
from livefair.people import actor_of
from livefair.people.queries import people_with_role


def test_a_newcomer_finds_clubs_with_members_of_more_than_one_level(made):
    db = made("one")
    hosts = [db.read_now(actor_of, host.id) for host in db.read_now(people_with_role, "host")]
    clubs = [club for host in hosts if (club := db.read_now(club_of_host, host.id)) is not None]
    assert clubs
    members = [
        member
        for host in hosts
        if (club := db.read_now(club_of_host, host.id))
        for member in db.read_now(members_of, host, club.id)
    ]
    assert sum(club.members for club in clubs) >= len(members) > 10
    assert any(member.fan.points for member in members)
    assert any(db.read_now(reached_by_messages, club.id) for club in clubs)
