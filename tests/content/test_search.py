"""Searching over products, rooms, videos and hosts."""

from livefair.catalog.products import Words, add_sku, create_product, edit_product, withdraw_product
from livefair.catalog.removals import hide_or_restore as hide_product
from livefair.content import SearchPage, remove, search
from livefair.kernel import GUEST, SYSTEM, Actor, Database, Money
from livefair.kernel.runner import run_due_now
from livefair.live.rooms import close_room, describe_room
from livefair.live.shows import end_show
from livefair.people import block
from tests.web.town import built


def found(db: Database, question: str, actor: Actor = GUEST) -> SearchPage:
    return db.read_now(search, actor, question)


def test_one_question_finds_products_rooms_videos_and_hosts(db: Database) -> None:
    town = built(db)
    assert [card.id for card in found(db, "跑鞋").products] == [town.product_id]
    assert [video.id for video in found(db, "runner").videos] == [town.video_id]
    assert [each.room.id for each in found(db, "夏日").rooms] == [town.room_id]
    assert found(db, "host one").people[0].id == town.people["host"].id


def test_what_is_renamed_is_found_by_its_new_name_and_what_is_withdrawn_by_none(db: Database) -> None:
    town = built(db)
    brand = town.people["brand"]
    db.write_now(edit_product, brand, town.product_id, Words("青瓷茶壶", "Celadon teapot"))
    assert [card.id for card in found(db, "茶壶").products] == [town.product_id]
    assert found(db, "Runner").products == []
    db.write_now(withdraw_product, brand, town.product_id)
    assert found(db, "茶壶").hits == 0


def test_what_moderators_removed_is_found_by_nobody_until_it_is_restored(db: Database) -> None:
    town = built(db)
    db.write_now(hide_product, SYSTEM, town.product_id, town.case_id)
    assert found(db, "Runner").products == []
    db.write_now(hide_product, SYSTEM, town.product_id, None)
    assert [card.id for card in found(db, "Runner").products] == [town.product_id]


def test_a_blocked_host_is_not_found_by_who_blocked(db: Database) -> None:
    town = built(db)
    ana = town.people["customer"]
    db.write_now(block, ana, town.people["host"].id)
    assert found(db, "host one", ana).people == []
    assert len(found(db, "host one").people) == 1


def test_a_room_is_found_by_its_new_title_and_not_once_it_is_closed(db: Database) -> None:
    town = built(db)
    host = town.people["host"]
    db.write_now(describe_room, host, town.room_id, title="Kiln night 窑火夜话", about="")
    [there] = found(db, "窑火").rooms
    assert there.on_air is not None
    db.write_now(end_show, host, town.show_id)
    db.write_now(close_room, host, town.room_id)
    assert found(db, "窑火").rooms == []


def test_a_video_that_its_author_takes_away_is_not_found(db: Database) -> None:
    town = built(db)
    db.write_now(remove, town.people["host"], town.video_id)
    assert found(db, "runner").videos == []


def test_what_is_bought_comes_before_what_has_the_same_words(db: Database) -> None:
    town = built(db)
    brand = town.people["brand"]
    twin = db.write_now(create_product, brand, Words("跑鞋", "Runner", "轻", "Light", "shoes"))
    db.write_now(add_sku, brand, twin, name_zh="38", name_en="38", price=Money(10_000))
    run_due_now(db)
    assert [card.id for card in found(db, "跑鞋").products] == [town.product_id, twin]


def test_customers_are_not_found(db: Database) -> None:
    built(db)
    assert "customer one" not in [card.name for card in found(db, "customer one").people]
