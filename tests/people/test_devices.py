import json

import pytest

from livefair.kernel import GUEST, HOUR_MS, Invalid, NotAllowed
from livefair.kernel.runner import due_talking_jobs
from livefair.people.devices import (
    Device,
    DeviceNote,
    devices_of,
    is_told_here,
    tell_devices,
    tell_here,
    tell_here_no_more,
)
from livefair.people.sign_in import end_session, open_session, signed_in_by

NOTE = DeviceNote("reminder_soon", {"host": "Hana", "title": "晚场"}, "/live/1", "show-1")


def session_of(db, person):
    token = db.write_now(open_session, GUEST, person.id, agent="Firefox", address="127.0.0.1")
    return db.read_now(signed_in_by, token).session.id


def device(session_id, endpoint="https://push.example/1", **other):
    return Device(session_id, **{"endpoint": endpoint, "p256dh": "key", "auth": "secret", "locale": "zh", **other})


def tell(db, person, note=NOTE):
    db.write_now(tell_devices, person, person.id, note)


def told(db):
    return [json.loads(due.args)["session_id"] for due in db.read_now(due_talking_jobs, most=100)]


def test_every_device_that_asked_is_told_and_of_one_matter_once(db, join):
    ana = join("ana")
    phone, desktop, silent = (session_of(db, ana) for _ in range(3))
    db.write_now(tell_here, ana, device(phone))
    db.write_now(tell_here, ana, device(desktop, "https://push.example/2"))
    tell(db, ana)
    tell(db, ana)
    assert sorted(told(db)) == sorted([phone, desktop])
    assert not db.read_now(is_told_here, silent)


def test_whoever_signs_out_there_is_told_no_more_there(db, join):
    ana = join("ana")
    phone = session_of(db, ana)
    db.write_now(tell_here, ana, device(phone))
    db.write_now(end_session, ana, phone)
    tell(db, ana)
    assert told(db) == []


def test_a_session_that_has_run_out_is_told_no_more(db, join, clock):
    ana = join("ana")
    phone = session_of(db, ana)
    db.write_now(tell_here, ana, device(phone))
    clock.advance(400 * 24 * HOUR_MS)
    assert db.read_now(devices_of, ana.id) == []


def test_a_browser_tells_only_the_one_who_asked_last_in_it(db, join):
    ana, ben = join("ana"), join("ben")
    db.write_now(tell_here, ana, device(session_of(db, ana)))
    of_ben = session_of(db, ben)
    db.write_now(tell_here, ben, device(of_ben))
    assert db.read_now(devices_of, ana.id) == []
    assert [each.session_id for each in db.read_now(devices_of, ben.id)] == [of_ben]


def test_it_ends_when_asked_to(db, join):
    ana = join("ana")
    phone = session_of(db, ana)
    db.write_now(tell_here, ana, device(phone))
    db.write_now(tell_here_no_more, ana, phone)
    db.write_now(tell_here_no_more, ana, phone)
    assert not db.read_now(is_told_here, phone)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/1"},
        {"endpoint": "https://push.example/" + "a" * 1_000},
        {"endpoint": "https://push.example/\nx"},
        {"p256dh": ""},
        {"auth": "ü"},
        {"p256dh": "k" * 101},
    ],
)
def test_what_is_no_subscription_is_refused(db, join, wrong):
    ana = join("ana")
    with pytest.raises(Invalid, match="bad_device"):
        db.write_now(tell_here, ana, device(session_of(db, ana), **wrong))


def test_nobody_has_another_persons_session_told(db, join):
    ana, eve = join("ana"), join("eve")
    with pytest.raises(Invalid, match="bad_device"):
        db.write_now(tell_here, eve, device(session_of(db, ana)))
    with pytest.raises(NotAllowed):
        db.write_now(tell_here, GUEST, device(session_of(db, ana)))
