from livefair.realtime.broker import Carried, Kind, LocalBroker


async def test_the_local_broker_hands_over_at_once_and_only_while_open() -> None:
    seen: list[tuple[str, Kind, bytes]] = []
    broker = LocalBroker()
    broker.publish("a", "event", b"0")
    await broker.open(lambda topic, kind, body: seen.append((topic, kind, body)), lambda: None)
    broker.publish("a", "event", b"1")
    assert seen == [("a", "event", b"1")]
    await broker.close()
    broker.publish("a", "event", b"2")
    assert len(seen) == 1
    assert broker.carried() == Carried(), "nothing is lost on no way"
