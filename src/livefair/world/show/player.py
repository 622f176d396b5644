"""Plays the show: one picture and its share of sound after another, following commands.

Every picture is a function of the seed, its number and the commands so far; only the clock and the stamp differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random

import msgspec
import numpy as np

from livefair.world.artwork import music
from livefair.world.artwork.lettering import either
from livefair.world.artwork.portraits import HOSTS
from livefair.world.show import puppet, stage
from livefair.world.show.canvas import Canvas, Layer
from livefair.world.show.goods import CloseUp, Display, Good, Shelf
from livefair.world.show.stamp import write_stamp
from livefair.world.show.voice import Soundtrack

FPS = 24
_REVEAL = 44  # pictures between a pin and the product's arrival: time to draw it
_CLOSE_UP = (96, 216)  # pictures after the arrival: from, to
_DRAW_LIMIT_S = 20.0
TEXT_LIMIT = 80


class Command(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line from the parent: pin a product (by its place in the list), say a text, wave, cheer."""

    pin: int | None = None
    say: str | None = None
    wave: bool = False
    cheer: bool = False


class Player:
    """`patient`: wait for what is not drawn yet, so that the pictures do not depend on the machine's speed."""

    def __init__(
        self, seed: int, host: int, goods: Sequence[Good], clock: Callable[[], int], *, patient: bool = False
    ) -> None:
        self._patient = patient
        self._rnd = Random(f"show:{seed}")
        self._clock = clock
        self._goods = goods
        self._shelf = Shelf(goods)
        self._sound = Soundtrack.of(seed, music.RATE // FPS)
        self._ground = Canvas(stage.WIDTH, stage.HEIGHT)
        self._ground.put(Layer.of(stage.backdrop(seed)), 0, 0)
        self._counter = Layer.of(stage.counter())
        self._cloth = Layer.of(stage.stand_shadow())
        self._digits = {c: Layer.of(tile) for c, tile in stage.digits().items()}
        self._actor = Actor(puppet.draw_puppet(HOSTS[host % len(HOSTS)], (stage.WIDTH, stage.COUNTER + 8)), self._rnd)
        self._canvas = Canvas(stage.WIDTH, stage.HEIGHT)
        self._number = 0
        self._quiet_until = 60
        self._shown: Display | None = None
        self._arrived = 0
        self._coming: tuple[int, int] | None = None
        self._bubble: tuple[Layer, int] | None = None
        if goods:
            self._shown = self._shelf.fetch(0).result(_DRAW_LIMIT_S)

    def close(self) -> None:
        self._shelf.close()

    def obey(self, command: Command) -> None:
        if command.pin is not None and 0 <= command.pin < len(self._goods):
            self._shelf.fetch(command.pin)
            self._coming = (command.pin, self._number + _REVEAL)
        if command.say:
            text = command.say[:TEXT_LIMIT]
            spoken = max(3, sum(1 if ord(c) > 0x2E80 else 0.45 for c in text))
            self._sound.say(round(spoken))
            self._bubble = (Layer.of(stage.bubble(text)), self._number + FPS * 2 + round(spoken * 5))
            self._quiet_until = self._number + round(spoken * 5) + FPS * 6
        if command.wave:
            self._actor.gesture("wave", self._number + FPS * 2)
        if command.cheer:
            self._actor.gesture("joy", self._number + FPS * 2)

    def next(self) -> tuple[bytes, bytes]:
        """The next picture (YUV 4:2:0) and its sound."""
        self._arrive()
        self._chat_on()
        sound, mouth = self._sound.next()
        n = self._number
        since = n - self._arrived
        near = self._shown.near if self._shown and _CLOSE_UP[0] <= since < _CLOSE_UP[1] else None
        self._actor.act(
            n, mouth, speaking=self._sound.speaking, showing=since < _CLOSE_UP[0] and self._shown is not None
        )
        if near is not None and self._shown is not None and (near.done() or self._patient):
            self._near(near.result(_DRAW_LIMIT_S), self._shown.label, since)
        else:
            self._stall(n, since)
        self._clock_and_stamp()
        self._number += 1
        return self._canvas.data.tobytes(), sound

    def _arrive(self) -> None:
        if self._coming is None or self._number < self._coming[1]:
            return
        coming = self._shelf.fetch(self._coming[0])
        if not coming.done() and not self._patient:
            return
        self._shown = coming.result(_DRAW_LIMIT_S)
        self._arrived, self._coming = self._number, None

    def _chat_on(self) -> None:
        """The host never stays silent for long."""
        if self._number < self._quiet_until or self._sound.speaking:
            return
        self._sound.say(self._rnd.randrange(5, 16))
        self._quiet_until = self._number + FPS * self._rnd.randrange(4, 8)
        if self._number < FPS * 4:
            self._bubble = (
                Layer.of(stage.bubble(either("大家好，欢迎来逛！", "Welcome, come in!"))),
                self._number + FPS * 4,
            )

    def _stall(self, n: int, since: int) -> None:
        self._canvas.copy_from(self._ground)
        self._actor.draw(self._canvas, n)
        self._canvas.put(self._counter, 0, stage.COUNTER)
        x, row = stage.STAND
        self._canvas.put_centred(self._cloth, x, row - 6)
        if self._shown is not None:
            rise = 260 * (1 - _out_back(since / 12))
            layer = self._shown.on_counter(_swing(since))
            self._canvas.put(layer, x - layer.size[0] // 2, round(row - layer.size[1] + rise))
            if rise < 40:
                self._canvas.put_centred(self._shown.label, x - 20, 762)
        if self._bubble is not None:
            layer, until = self._bubble
            if n < until:
                self._canvas.put(layer, stage.WIDTH - layer.size[0] - 4, 162)
            else:
                self._bubble = None

    def _near(self, near: CloseUp, label: Layer, since: int) -> None:
        self._canvas.copy_from(near.ground)
        layer = near.view(_swing(since))
        self._canvas.put(layer, (stage.WIDTH - layer.size[0]) // 2, 700 - layer.size[1])
        self._canvas.put_centred(label, stage.WIDTH // 2, 212)

    def _clock_and_stamp(self) -> None:
        at_ms = self._clock()
        x = 366
        for char in datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]:
            tile = self._digits[char]
            self._canvas.put(tile, x, 128)
            x += tile.size[0]
        write_stamp(self._canvas.luma, at_ms)
        self._canvas.blue[-8:] = 128
        self._canvas.red[-8:] = 128


class Actor:
    """Chooses gesture, look and eyes from what happens; one step of movement at a time."""

    def __init__(self, figure: puppet.Puppet, rnd: Random) -> None:
        self._figure, self._rnd = figure, rnd
        self._name, self._step = "wave", 0
        self._wanted, self._until = "wave", FPS * 3
        self._yaw = self._yaw_wanted = 2
        self._blink_at, self._mouth, self._eyes = 30, "smile", "open"
        self._body = figure.bodies["wave"][0]

    def gesture(self, name: str, until: int) -> None:
        self._wanted, self._until = name, until

    def act(self, n: int, mouth: str, *, speaking: bool, showing: bool) -> None:
        self._mouth = mouth
        if n >= self._until:
            self._wanted = "present" if showing else "talk" if speaking and (n // 40) % 3 else ""
        if n % 2 == 0:
            self._move()
        self._body = self._figure.bodies[self._name][self._step]
        if self._name == "wave" and self._step == puppet.STEPS - 1:
            self._body = self._figure.waves[(0, 1, 2, 3, 2, 1)[n // 3 % 6]]
        if n % 48 == 0:
            self._yaw_wanted = 4 if showing else self._rnd.choice((1, 2, 2, 3, 4 if n % 96 else 2))
        if n % 3 == 0:
            self._yaw += int(np.sign(self._yaw_wanted - self._yaw))
        if n >= self._blink_at + 4:
            self._blink_at = n + self._rnd.randrange(40, 120)
        joyful = self._name == "joy" and self._step > 1
        self._eyes = (
            "shut"
            if 0 <= n - self._blink_at < 4
            else "happy"
            if joyful
            else "up"
            if speaking and n // 30 % 4 == 0
            else "open"
        )

    def _move(self) -> None:
        if self._name == self._wanted:
            self._step = min(self._step + 1, puppet.STEPS - 1)
        elif self._step > 0:
            self._step -= 1
        elif self._wanted:
            self._name = self._wanted

    def draw(self, canvas: Canvas, n: int) -> None:
        breath = round(1.6 * np.sin(n / FPS * 2 * np.pi / 3.4))
        nod = breath + round(1.4 * np.sin(n * 0.55)) if self._mouth != "smile" else breath
        canvas.put(self._body.layer, self._body.x, self._body.y + breath)
        lower, upper = self._figure.mouths[self._yaw][self._mouth], self._figure.eyes[self._yaw][self._eyes]
        canvas.put(lower.layer, lower.x, lower.y + nod)
        canvas.put(upper.layer, upper.x, upper.y + nod)


def _swing(n: int) -> float:
    return float(np.sin(n / FPS * 2 * np.pi / 9))


def _out_back(x: float) -> float:
    x = min(max(x, 0.0), 1.0) - 1
    return 1 + 2.70158 * x**3 + 1.70158 * x**2
