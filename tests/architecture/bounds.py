"""docs/bounds.md, drawn from the constants themselves: every bound of live media and real-time messages."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from livefair.media import MediaLimits
from livefair.realtime.topic import Limits

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/livefair"
PACKAGES = ("media", "realtime")
ENDINGS = ("_MAX", "_BYTES", "_S", "_MS")
HEAD = """# Bounds

Every queue, list, body, rate and wait of live media and real-time messages ends somewhere; here is where. This page
is drawn from the constants by `bin/bounds`, and a test holds it to them. Names ending in `_S` and `_MS` are waits in
seconds and milliseconds, those with `BYTES` octets.

## A media worker

`MediaLimits`; the settings `fast_seats`, `ladder_rooms` and `outgoing` are among them.

| bound | value | |
|---|---|---|
"""
TOPIC = """
## A room's messages

`Limits` of a topic in the hub, for each program.

| bound | value |
|---|---|
"""
WORDS = {
    "rooms": "rooms open at once",
    "whep_viewers": "viewers over WebRTC at once; further ones get HLS",
    "hls_viewers": "players that are counted; none is turned away",
    "ladders": "rooms whose picture is made smaller as well",
    "connections_per_ip": "RTMP and recorder connections of one address",
    "failures_per_ip": "wrong tickets of one address within the window; then 429",
    "failure_window_s": "that window",
    "bitrate_kbps": "a publisher's rate over three seconds; then it is ended",
    "private_targets": "whether rooms may be sent on into private networks",
    "pixels": "of a picture",
    "sdp_bytes": "of a WebRTC offer",
    "message_bytes": "of one message of the recorder's socket",
    "backlog_bytes": "of a publisher that its thread has not taken yet; then it is ended",
    "silence_s": "without media; then the publisher is ended",
    "rtmp_idle_s": "without a message on an RTMP connection",
    "recording_s": "of one recording; the live picture goes on",
    "recordings_bytes": "of all recordings; the oldest go first",
    "retention_days": "that a recording is kept",
}


class Bound(NamedTuple):
    module: str
    name: str
    value: str


def bounds() -> Iterator[Bound]:
    for package in PACKAGES:
        for path in sorted((SOURCE / package).glob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                targets = node.targets if isinstance(node, ast.Assign) else []
                for target, value in (pair for one in targets for pair in _pairs(one, node)):
                    if target.isupper() and target.endswith(ENDINGS):
                        yield Bound(f"{package}/{path.stem}", target.removeprefix("_"), ast.unparse(value))


def _pairs(target: ast.expr, node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    value = node.value if isinstance(node, ast.Assign) else None
    if isinstance(target, ast.Name) and value is not None:
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=True):
            if isinstance(one, ast.Name):
                yield one.id, its


def about(module: str) -> str:
    text = ast.get_docstring(ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))) or ""
    return text.partition("\n")[0].rstrip(".").replace("|", "/")


def bounds_document() -> str:
    limits = MediaLimits()
    values = {field.name: _shown(getattr(limits, field.name)) for field in fields(limits)}
    rows = [f"| `{name}` | {value} | {WORDS[name]} |" for name, value in values.items()]
    topic = [f"| `{name}` | {_shown(value)} |" for name, value in Limits()._asdict().items()]
    parts = [HEAD + "\n".join(rows), TOPIC + "\n".join(topic)]
    module = ""
    for bound in bounds():
        if bound.module != module:
            module = bound.module
            parts.append(f"\n## {module}\n\n{about(module)}.\n\n| bound | value |\n|---|---|")
        parts.append(f"| `{bound.name}` | {bound.value.replace('|', '/')} |")
    return "\n".join(parts) + "\n"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.stdout.write(bounds_document())
