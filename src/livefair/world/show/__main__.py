"""The show's process: `python -m livefair.world.show` reads a Script, then Commands, and publishes until stdin ends."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from livefair.kernel.clock import wall_clock
from livefair.media.recipe import Recipe
from livefair.world.artwork import music
from livefair.world.encoder import Encoder, EncoderLost
from livefair.world.show import stage
from livefair.world.show.player import FPS, Command, Player
from livefair.world.show.wire import LINE_LIMIT, News, Script

_COMMANDS_WAITING = 64
_SETTLED = 2 * FPS  # pictures taken before the stream counts as published
_BEHIND_S = 0.5
_WAITS_S = (0.5, 1.0, 2.0, 4.0, 8.0)


def main(source: BinaryIO, news: BinaryIO) -> int:
    os.nice(5)
    try:
        script = msgspec.json.decode(source.readline(LINE_LIMIT), type=Script)
    except msgspec.DecodeError:
        return 2
    commands: queue.Queue[Command] = queue.Queue(_COMMANDS_WAITING)
    ended = threading.Event()
    threading.Thread(target=_listen, args=(source, commands, ended), daemon=True).start()
    player = Player(script.seed, script.host, script.goods, wall_clock)
    tell = Teller(news)
    tell(News("drawn"))
    try:
        _publish(script, player, commands, ended, tell)
    finally:
        player.close()
    return 0


class Teller:
    """Writes news; a parent that no longer listens is no reason to stop before stdin ends."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def __call__(self, news: News) -> None:
        try:
            self._out.write(msgspec.json.encode(news) + b"\n")
            self._out.flush()
        except OSError:
            return


def _listen(source: BinaryIO, commands: queue.Queue[Command], ended: threading.Event) -> None:
    while line := source.readline(LINE_LIMIT):
        try:
            commands.put_nowait(msgspec.json.decode(line, type=Command))
        except (msgspec.DecodeError, queue.Full):
            continue
    ended.set()


def _publish(
    script: Script, player: Player, commands: queue.Queue[Command], ended: threading.Event, tell: Teller
) -> None:
    failures = 0
    while not ended.is_set():
        sent = 0
        try:
            with Encoder(_recipe(script)) as encoder:
                for sent in _pictures(encoder, player, commands, ended):
                    if sent == _SETTLED:
                        failures = 0
                        tell(News("publishing"))
        except EncoderLost as lost:
            tell(News("lost", str(lost), sent))
            ended.wait(_WAITS_S[min(failures, len(_WAITS_S) - 1)])
            failures += 1


def _pictures(
    encoder: Encoder, player: Player, commands: queue.Queue[Command], ended: threading.Event
) -> Iterator[int]:
    """Send pictures in real time and yield how many; when the target is slow, skip time rather than pile up."""
    due = time.monotonic()
    sent = 0
    while not ended.is_set():
        while not commands.empty():
            player.obey(commands.get_nowait())
        encoder.add(*player.next())
        sent += 1
        yield sent
        due += 1 / FPS
        wait = due - time.monotonic()
        if wait > 0:
            ended.wait(wait)
        elif wait < -_BEHIND_S:
            due = time.monotonic()


def _recipe(script: Script) -> Recipe:
    return Recipe(
        target=script.target,
        container="flv",
        width=stage.WIDTH,
        height=stage.HEIGHT,
        fps=FPS,
        pixels="yuv420p",
        rate=music.RATE,
        live=True,
        video_bits=900_000,
        sound_bits=96_000,
    )


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, and with it our input ends
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
