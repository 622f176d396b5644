from livefair.live import end_show, open_room, pin
from livefair.live.events import ProductPinned, ProductUnpinned, ShowEnded
from livefair.live.news import latest_news, news_since
from tests.live.conftest import LIPSTICK


def test_news_are_what_rooms_hear_of_in_order(db, stage):
    after = db.read_now(latest_news)
    db.write_now(open_room, stage.host, title="Nobody is told")
    db.write_now(pin, stage.host, stage.room_id, LIPSTICK)
    db.write_now(end_show, stage.host, stage.show_id)
    news = db.read_now(news_since, after)
    assert [type(one.fact) for one in news] == [ProductPinned, ProductUnpinned, ShowEnded]
    assert db.read_now(news_since, news[0].seq) == news[1:]
    assert db.read_now(news_since, db.read_now(latest_news)) == []
