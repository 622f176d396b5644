"""The parent's end of the encoder child: a pipe for raw pictures and sound. Codecs stay in the other process."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from types import TracebackType

import msgspec

from livefair.media.recipe import Recipe
from livefair.world.children import environment


class EncoderLost(Exception):  # it is what happened to the encoder
    """The child ended before its input did: the target refused or went away."""


class Encoder:
    """Use as a context manager; leaving it finishes the file and waits for the child."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._child = subprocess.Popen(
            [sys.executable, "-m", "livefair.media.encode"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        self._send(msgspec.json.encode(recipe) + b"\n")

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(kill=kind is not None)

    @property
    def pid(self) -> int:
        return self._child.pid

    def add(self, picture: bytes, sound: bytes) -> None:
        """One picture with its share of sound. Raises EncoderLost."""
        if len(picture) != self.recipe.picture_bytes or len(sound) != self.recipe.sound_bytes:
            raise ValueError(f"picture of {len(picture)} and sound of {len(sound)} bytes do not fit the recipe")
        self._send(picture)
        self._send(sound)

    def close(self, *, kill: bool = False) -> None:
        """Finish. Raises EncoderLost unless killed or all was written."""
        if kill:
            self._child.kill()
        reason = self._end()
        if not kill and self._child.returncode:
            raise EncoderLost(reason)

    def _send(self, data: bytes) -> None:
        pipe = self._child.stdin
        if pipe is None:
            raise EncoderLost("closed")
        try:
            pipe.write(data)
        except (BrokenPipeError, ValueError) as broken:
            raise EncoderLost(self._end()) from broken

    def _end(self) -> str:
        if self._child.stdin and not self._child.stdin.closed:
            with suppress(BrokenPipeError):
                self._child.stdin.close()
        try:
            self._child.wait(15)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stderr is None or self._child.stderr.closed:
            return "closed"
        with self._child.stderr as errors:
            return errors.read(4096).decode(errors="replace").strip().rpartition("\n")[2]
