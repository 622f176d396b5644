import base64
import re

import pytest

from livefair.content import ViewLine, feed, feed_page, journal_views, like, publish_card, remove
from livefair.content.cards import Card
from livefair.kernel import GUEST, SYSTEM, Invalid
from livefair.live import end_show_in, open_room, plan_show, start_show
from livefair.people import block, follow
from livefair.people.consents import give_consent
from tests.content.studio import brand_with_product, published


def ids(page):
    return [item.id for item in page.items]


def all_pages(db, who, most=3):
    pages = [db.read_now(feed_page, who, most=most)]
    while pages[-1].cursor:
        pages.append(db.read_now(feed_page, who, cursor=pages[-1].cursor, most=most))
    return pages


def test_the_feed_brings_everything_once_and_ends(db, clock, join):
    hosts = [join(f"host{number}", "host") for number in range(4)]
    made = [published(db, host, f"{host.id}{number}") for host in hosts for number in range(4)]
    pages = all_pages(db, GUEST)
    seen = [item for page in pages for item in ids(page)]
    assert sorted(seen) == sorted(made)
    assert pages[-1].cursor is None


def test_what_is_published_or_liked_while_somebody_scrolls_neither_repeats_nor_shifts_the_feed(db, clock, join):
    ada, bea = join("ada", "host"), join("bea", "host")
    made = {published(db, who, f"{who.id}{number}") for who in (ada, bea) for number in range(4)}
    first = db.read_now(feed_page, GUEST, most=3)
    clock.advance(1000)
    late = published(db, ada, "late")
    last = next(iter(made - set(ids(first))))
    for who in (ada, bea):
        db.write_now(like, who, last)
    seen = ids(first)
    cursor = first.cursor
    while cursor:
        page = db.read_now(feed_page, GUEST, cursor=cursor, most=3)
        seen, cursor = seen + ids(page), page.cursor
    assert sorted(seen) == sorted(made)
    assert late in ids(db.read_now(feed_page, GUEST))


def test_items_say_why_they_are_shown_and_carry_what_a_screen_needs(db, clock, join):
    ada, bea, carl = join("ada", "host"), join("bea", "host"), join("carl")
    owner, product_id = brand_with_product(db, join)
    followed = published(db, ada, "a", product_ids=(product_id,), advertising="paid")
    liked = published(db, bea, "b")
    db.write_now(publish_card, SYSTEM, Card("review", "r", owner.id, product_id, "Nice", 5, None, "employed"))
    clock.advance(20 * 86_400_000)
    fresh = published(db, bea, "c")
    db.write_now(follow, carl, ada.id)
    db.write_now(give_consent, carl, "personal_feed")
    lines = [ViewLine(liked, None, f"g{number}", clock(), 12_000, 1) for number in range(40)]
    db.write_now(journal_views, SYSTEM, lines)
    db.write_now(like, carl, liked)
    items = {item.id: item for item in db.read_now(feed_page, carl).items}
    reasons = {item_id: item.reason for item_id, item in items.items()}
    assert reasons == {followed: "follows", liked: "popular", fresh: "fresh", "r": "popular"}
    assert items[followed].video.advertising == "paid"
    assert items[followed].video.products[0].title_en == "Celadon cup"
    assert items[followed].video.author.name == "ada"
    assert items[liked].video.is_liked


def test_rooms_on_air_stand_in_the_feed_and_put_a_badge_on_their_hosts_videos(db, join):
    ada, bea, carl = join("ada", "host"), join("bea", "host"), join("carl")
    hers, other = published(db, ada), published(db, bea)
    room_id = db.write_now(open_room, ada, title="Ada's corner")
    db.write_now(start_show, ada, db.write_now(plan_show, ada, room_id, title="Tea evening"))
    items = {item.id: item for item in db.read_now(feed_page, carl).items}
    assert (items[room_id].kind, items[room_id].reason) == ("room", "on_air")
    assert (items[room_id].room.title, items[room_id].room.host.name) == ("Tea evening", "ada")
    assert (items[hers].video.room_id, items[other].video.room_id) == (room_id, None)
    db.write_now(block, carl, ada.id)
    assert ids(db.read_now(feed_page, carl)) == [other]
    db.write_now(end_show_in, ada, room_id)
    assert set(ids(db.read_now(feed_page, GUEST))) == {hers, other}


def test_blocked_people_and_removed_videos_are_not_in_the_feed(db, join):
    ada, bea, carl = join("ada", "host"), join("bea", "host"), join("carl")
    kept, gone, hers = published(db, bea, "kept"), published(db, bea, "gone"), published(db, ada)
    db.write_now(remove, bea, gone)
    db.write_now(block, ada, carl.id)
    assert ids(db.read_now(feed_page, carl)) == [kept]
    assert set(ids(db.read_now(feed_page, GUEST))) == {kept, hers}


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "AAAA", "A" * 5_000, "////", base64.urlsafe_b64encode(b"\xff" * 8).decode(), "AAAAAAAAAAAA\n"],
)
def test_a_cursor_that_is_none_of_ours_is_refused(db, cursor):
    with pytest.raises(Invalid, match="bad_cursor"):
        db.read_now(feed_page, GUEST, cursor=cursor)


def test_a_cursor_fits_an_address_however_long_somebody_scrolls():
    longest = feed._write(feed._Place(1 << 50, frozenset(range(feed.SEEN_MAX))))
    assert len(longest) <= 1_500
    assert re.fullmatch(r"[A-Za-z0-9_.:-]*", longest)


def test_an_empty_place_has_an_empty_feed(db):
    assert db.read_now(feed_page, GUEST) == ([], None)
