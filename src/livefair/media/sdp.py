"""Session descriptions from strangers: checked before they are parsed, and our answers tuned."""

from __future__ import annotations

from livefair.media.refusals import Refused

_CANDIDATES_MAX = 40
_LINES_MAX = 1_500
_SECTIONS_MAX = 4
_CHROMIUM_RATE = ";x-google-start-bitrate=1200;x-google-min-bitrate=400"


def check_offer(offer: bytes, octets_max: int) -> str:
    """The offer as text without candidates that we would not follow; Refused when it cannot be one."""
    if len(offer) > octets_max:
        raise Refused("offer_too_large", 413, octets_max=octets_max)
    try:
        lines = offer.decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise Refused("offer_malformed") from None
    sections = [line for line in lines if line.startswith("m=")]
    if not lines or lines[0] != "v=0" or len(lines) > _LINES_MAX or len(sections) > _SECTIONS_MAX:
        raise Refused("offer_malformed")
    if not any(line.startswith("a=ice-ufrag:") for line in lines) or "a=fingerprint:" not in "\n".join(lines):
        raise Refused("offer_malformed")
    if not any(line.startswith("m=video") for line in sections) or not _has_h264(lines):
        raise Refused("codec_not_allowed", 406, needed="H264")
    return "\r\n".join([*_followable(lines), ""])


def has_audio(offer: str) -> bool:
    return "\r\nm=audio" in offer


def tune_answer(answer: str) -> str:
    """The answer with a start rate for Chromium, which otherwise crawls at six frames per second.

    Without the send-time extension the receiver sends no bandwidth estimate; estimated from the
    arrival times of a busy interpreter it would starve the encoder. Loss still slows it down.
    """
    lines = [line for line in answer.splitlines() if "abs-send-time" not in line]
    tuned = [
        line + _CHROMIUM_RATE if line.startswith("a=fmtp:") and "profile-level-id" in line else line for line in lines
    ]
    return "\r\n".join([*tuned, ""])


def _has_h264(lines: list[str]) -> bool:
    return any(line.startswith("a=rtpmap:") and " H264/90000" in line for line in lines)


def _followable(lines: list[str]) -> list[str]:
    """Only UDP host addresses in figures, and not too many: each makes us send packets to it."""
    kept = []
    candidates = 0
    for line in lines:
        if line.startswith("a=candidate:"):
            fields = line.split()
            candidates += 1
            if len(fields) < 8 or fields[2].lower() != "udp" or fields[4].endswith(".local"):
                continue
            if candidates > _CANDIDATES_MAX:
                continue
        kept.append(line)
    return kept
