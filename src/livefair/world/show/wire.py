"""What the show's two processes say to each other, one JSON line each."""

from __future__ import annotations

import msgspec

from livefair.world.show.goods import Good

LINE_LIMIT = 16_384


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line to the child. `url` and `key` go by stdin: argv can be read by everyone on the machine."""

    url: str
    key: str
    seed: int
    host: int
    goods: tuple[Good, ...]

    @property
    def target(self) -> str:
        return f"{self.url.rstrip('/')}/{self.key}" if self.key else self.url


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """From the child: drawn (can play), publishing (the ingest takes pictures), lost (it went away; trying again)."""

    state: str
    why: str = ""
    pictures: int = 0
