"""What the web floor is given: one value, made by the program, passed to `create_app`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from livefair.kernel import Database
from livefair.realtime import Hub
from livefair.web.templating import Pages

Check = Callable[[], Awaitable[str]]
"""One condition of readiness: answers "ok", or says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """`secret` signs CSRF tokens. `is_secure`: the public address is https. Rates are per client address."""

    secret: str = field(repr=False)
    is_secure: bool = False
    is_demo: bool = False
    demo_password: str = field(default="", repr=False)
    posts_per_s: float = 20.0
    posts_burst: float = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    db: Database
    settings: WebSettings
    hub: Hub
    pages: Pages
    media_address: Callable[[], str | None] | None = None
    for_jobs: Sequence[object] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
