"""From measures of a stream to warnings for its host: the last few of each publisher, and what was said of them."""

from collections import deque

from livefair.live.rules.picture_and_sound import RUN_LEAST, Measure, warnings_of
from livefair.media import KeyFramesTooRare, StreamMeasured


class SignalWatch:
    """One publishing session."""

    def __init__(self) -> None:
        self._measures: deque[Measure] = deque(maxlen=RUN_LEAST)
        self._of_encoder: set[str] = set()
        self._said: list[str] = []

    def heed(self, event: KeyFramesTooRare | StreamMeasured) -> list[str] | None:
        """What is wrong now; None while that is what was said already."""
        if isinstance(event, KeyFramesTooRare):
            self._of_encoder.add("key_frames_rare")
        else:
            if event.b_frames:
                self._of_encoder.add("b_frames")
            self._measures.append(Measure(event.at_ms, event.luma, event.loudness_db, event.peak_db, event.change))
        now = [*sorted(self._of_encoder), *warnings_of(list(self._measures))]
        if now == self._said:
            return None
        self._said = now
        return now
