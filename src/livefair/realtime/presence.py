"""How many people other processes have in each topic. Each tells its own number; what is not repeated expires."""

from collections import defaultdict
from typing import NamedTuple

TELL_EVERY_S = 1.0
REPEAT_S = 5.0
EXPIRE_S = 15.0


class _Told(NamedTuple):
    people: int
    at_s: float


class Presence:
    """Times are monotonic seconds. Topics beyond `topics_max` are not counted."""

    def __init__(self, topics_max: int) -> None:
        self._topics_max = topics_max
        self._heard: defaultdict[str, dict[str, _Told]] = defaultdict(dict)
        self._told: dict[str, _Told] = {}

    def hear(self, topic: str, process: str, count: int, now_s: float) -> None:
        """Another process has so many people there."""
        if topic not in self._heard and len(self._heard) >= self._topics_max:
            return
        self._heard[topic][process] = _Told(max(0, count), now_s)

    def elsewhere(self, topic: str) -> int:
        """The sum over the other processes. Somebody who is on two of them counts twice."""
        found = self._heard.get(topic)
        return sum(told.people for told in found.values()) if found else 0

    def forget_old(self, now_s: float) -> list[str]:
        """Drop what has expired; returns the topics that lost something."""
        lost = []
        for topic, processes in list(self._heard.items()):
            gone = [name for name, told in processes.items() if not told.people or now_s - told.at_s > EXPIRE_S]
            for name in gone:
                del processes[name]
            if gone:
                lost.append(topic)
            if not processes:
                del self._heard[topic]
        return lost

    def is_news(self, topic: str, count: int, now_s: float) -> bool:
        """Whether the others should hear our own number now; if so, it is noted as told."""
        told = self._told.get(topic)
        if told is None and not count:
            return False
        if told is not None and told.people == count and (not count or now_s - told.at_s < REPEAT_S):
            return False
        self._told[topic] = _Told(count, now_s)
        return True

    def forget(self, topic: str) -> None:
        """We have nobody there any more, and have said so."""
        self._told.pop(topic, None)

    def told_topics(self) -> list[str]:
        """Where the others think that we have people."""
        return [topic for topic, told in self._told.items() if told.people]
