import pytest

from livefair.kernel import DAY_MS, HOUR_MS, Conflict, NotAllowed
from livefair.live import open_room
from livefair.live.handing_over import airtime_of, hand_over_show
from livefair.live.planning import Draft, coming_shows_of, plan_one
from livefair.live.shows import end_show, start_show
from livefair.people import actor_of, found_organisation
from livefair.people.organisations import accept_contract, end_contract, invite_host


@pytest.fixture
def agency(db, join):
    boss = join("boss")
    db.write_now(found_organisation, boss, kind="mcn", name="Agency")
    return db.read_now(actor_of, boss.id)


def under_contract(db, join, agency, name):
    """A host of the agency with an open room: (host, room, contract)."""
    host = join(name, "host")
    contract = db.write_now(invite_host, agency, host.id, share_bp=2_000, ends_at_ms=db.clock() + 90 * DAY_MS)
    db.write_now(accept_contract, host, contract)
    return host, db.write_now(open_room, host, title=f"Room of {name}", about=""), contract


def planned(db, host, room_id, *, in_ms=DAY_MS):
    return db.write_now(plan_one, host, room_id, Draft("Autumn", "studio", db.clock() + in_ms))


def test_an_agency_hands_a_planned_show_to_another_of_its_hosts(db, join, agency):
    ill, room_id, _ = under_contract(db, join, agency, "ill")
    well, other_room, _ = under_contract(db, join, agency, "well")
    show_id = planned(db, ill, room_id)
    assert db.write_now(hand_over_show, agency, show_id, well.id) == other_room
    [coming] = db.read_now(coming_shows_of, [ill.id, well.id])
    assert (coming.id, coming.host_id) == (show_id, well.id)
    db.write_now(start_show, well, show_id)


def test_an_agency_sees_its_hosts_shows_however_many_others_come_before(db, join, agency):
    host, room_id, _ = under_contract(db, join, agency, "host")
    stranger = join("stranger", "host")
    planned(db, stranger, db.write_now(open_room, stranger, title="Elsewhere"), in_ms=HOUR_MS)
    show_id = planned(db, host, room_id)
    assert [show.id for show in db.read_now(coming_shows_of, [host.id], most=1)] == [show_id]
    assert db.read_now(coming_shows_of, []) == []


def test_nobody_stands_in_two_shows_at_once(db, join, agency):
    ill, room_id, _ = under_contract(db, join, agency, "ill")
    busy, busy_room, _ = under_contract(db, join, agency, "busy")
    planned(db, busy, busy_room, in_ms=DAY_MS + HOUR_MS // 2)
    with pytest.raises(Conflict, match="host_is_busy"):
        db.write_now(hand_over_show, agency, planned(db, ill, room_id), busy.id)


def test_only_the_agency_of_both_hands_a_show_over(db, join, agency):
    host, room_id, contract = under_contract(db, join, agency, "host")
    other, _, _ = under_contract(db, join, agency, "other")
    show_id = planned(db, host, room_id)
    with pytest.raises(NotAllowed, match="mcns_only"):
        db.write_now(hand_over_show, host, show_id, other.id)
    with pytest.raises(NotAllowed, match="not_on_your_roster"):
        db.write_now(hand_over_show, agency, show_id, join("stranger", "host").id)
    db.write_now(end_contract, host, contract)
    with pytest.raises(NotAllowed, match="not_on_your_roster"):
        db.write_now(hand_over_show, agency, show_id, other.id)


def test_time_on_air_is_counted_by_host(db, join, agency, clock):
    host, room_id, _ = under_contract(db, join, agency, "host")
    show_id = planned(db, host, room_id, in_ms=1)
    db.write_now(start_show, host, show_id)
    clock.advance(HOUR_MS)
    db.write_now(end_show, host, show_id)
    airtime = db.read_now(airtime_of, [host.id], since_ms=0)
    assert (airtime[host.id].shows, airtime[host.id].on_air_ms) == (1, HOUR_MS)
