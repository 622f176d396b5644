"""Warnings about light and sound, by numbers that a browser can measure."""

from collections.abc import Sequence
from typing import NamedTuple

DARK_LUMA = 45
BRIGHT_LUMA = 225
LOUD_PEAK_DB = -1
SILENT_DB = -50
# So many measures in a row make silence or a frozen picture of what could be a pause.
RUN_LEAST = 3


WARNINGS = ("b_frames", "key_frames_rare", "too_dark", "too_bright", "too_loud", "silent", "frozen")
"""What may be said of a stream; the first two are the encoder's, and told by the media engine."""


class Measure(NamedTuple):
    """One moment: mean luma 0–255, loudness and peak in dB below full scale, mean change of the picture in tenths.

    `change` and `loudness_db` are None where there is no picture, no sound.
    """

    at_ms: int
    luma: int | None
    loudness_db: int | None
    peak_db: int | None
    change: int | None


def warnings_of(measures: Sequence[Measure]) -> list[str]:
    """What is wrong now, by the latest measures in time's order: too_dark, too_bright, too_loud, silent, frozen."""
    if not measures:
        return []
    last, run = measures[-1], measures[-RUN_LEAST:]
    is_run = len(run) == RUN_LEAST
    found = {
        "too_dark": last.luma is not None and last.luma < DARK_LUMA,
        "too_bright": last.luma is not None and last.luma > BRIGHT_LUMA,
        "too_loud": last.peak_db is not None and last.peak_db >= LOUD_PEAK_DB,
        "silent": is_run and all(each.loudness_db is None or each.loudness_db < SILENT_DB for each in run),
        "frozen": is_run and all(each.change == 0 for each in run),
    }
    return [code for code, is_so in found.items() if is_so]


def longest_silence_ms(measures: Sequence[Measure]) -> int:
    longest = begun = 0
    is_silent = False
    for each in measures:
        if each.loudness_db is not None and each.loudness_db < SILENT_DB:
            begun, is_silent = (begun, True) if is_silent else (each.at_ms, True)
            longest = max(longest, each.at_ms - begun)
        else:
            is_silent = False
    return longest
