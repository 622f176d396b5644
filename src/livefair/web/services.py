"""What the web floor is given: one value, made by the program, passed to `create_app`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from litestar.types import ASGIApp

from livefair.discovery.meaning import Meaning
from livefair.kernel import Actor, Database
from livefair.kernel.files import Files
from livefair.live.rehearsals import Rehearsal
from livefair.live.rules.rehearsal import Sold
from livefair.media import Action, Ticket, verify_ticket
from livefair.realtime import Hub
from livefair.shop.providers import Providers
from livefair.supply.carriers import NOBODY_CARRIES, Carriers
from livefair.value.payouts.providers import Payouts
from livefair.web.archive import Archive
from livefair.web.sealing import Seal
from livefair.web.stages import Media, Stages
from livefair.web.templating import Pages
from livefair.world.understudy import Script

Check = Callable[[], Awaitable[str]]
"""One condition of readiness: answers "ok", or says what is missing."""

REHEARSAL_COOKIE = "lf_rehearsal"


class Entrance(NamedTuple):
    """How a host's browser enters a rehearsal: with this cookie, at this page."""

    cookie: str
    url: str


class Rehearsing(Protocol):
    """Where rehearsals are played, see rehearsal_hall.py."""

    def require_room(self) -> None: ...
    def entrance(self, rehearsal_id: str, /) -> Entrance | None: ...
    async def open(self, actor: Actor, rehearsal: Rehearsal, script: Script, /) -> None: ...
    def app_for(self, rehearsal_id: str, token: str, /) -> ASGIApp | None: ...
    async def close(self, rehearsal_id: str, /) -> Sold | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """`secret` signs CSRF tokens. `address` is the site's own, without a slash at its end; `is_secure`: by https.
    `rtmp_name`: the host name for OBS, "" for that of the request. `turn_secret` is shared with the TURN server.
    `push_key`: by which browsers know the site when they are told of something; "": they cannot be.
    `webhooks_anywhere`: also into private networks, and without https. `rehearsal_id`: of which rehearsal this is the
    hall; "" for the fair itself.

    Rates are per client address.
    """

    secret: str = field(repr=False)
    address: str = "http://127.0.0.1:8321"
    is_secure: bool = False
    is_demo: bool = False
    demo_password: str = field(default="", repr=False)
    rtmp_name: str = ""
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    push_key: str = ""
    webhooks_anywhere: bool = False
    rehearsal_id: str = ""
    posts_per_s: float = 20.0
    posts_burst: float = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """`media` and `stages` are None where nothing live is to be served: tests of pages. `archive`: where recordings
    are kept besides the media home. `seal`: for the secrets of others. `halls`: None where nothing is rehearsed."""

    db: Database
    settings: WebSettings
    hub: Hub
    pages: Pages
    files: Files
    providers: Providers
    payouts: Payouts
    carriers: Carriers = NOBODY_CARRIES
    media: Media | None = None
    stages: Stages | None = None
    archive: Archive | None = None
    seal: Seal = field(default_factory=lambda: Seal(""), repr=False)
    meaning: Meaning = field(default_factory=Meaning)
    checks: Mapping[str, Check] = field(default_factory=dict)
    halls: Rehearsing | None = None

    def ticket(self, action: Action, room: str, token: str) -> Ticket | None:
        """The ticket, if it is a good one for this."""
        if self.media is None:
            return None
        return verify_ticket(self.media.settings.key, token, action=action, room=room, now_ms=self.db.clock())
