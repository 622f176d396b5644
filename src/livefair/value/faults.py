"""What cannot be estimated, and why: a code, its parameters, and one sentence in each language. Pure."""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from livefair.value.why import Locale, Words


class Fault(Exception):
    """The data or the model do not allow an honest number. Says where and why; nothing was estimated."""

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def on(self, locale: Locale) -> str:
        words = faults().get(self.code)
        return words.on(locale).format(**self.params) if words else f"{self.code} {self.params}"

    def __str__(self) -> str:
        return self.on("en")


@cache
def faults() -> dict[str, Words]:
    text = (resources.files("livefair.value") / "faults.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Words])
