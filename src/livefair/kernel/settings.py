"""Settings: one frozen value, from the command line, `LIVEFAIR_*` variables and `livefair.toml` in the home folder.

The earlier of these wins. A name that nobody knows is refused, so that a slip of the pen is not a silent default.
"""

import contextlib
import hashlib
import hmac
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_type_hints

from livefair.kernel.ids import secret_token

PREFIX = "LIVEFAIR_"
TEST_PREFIX = "LIVEFAIR_TEST_"
FILE_NAME = "livefair.toml"
SECRET_NAME = "secret.key"
RANGES = (
    ("fast_seats", 0, 500),
    ("ladder_rooms", 0, 60),
    ("ladder_top", 0, 60),
    ("lanes", 1, 64),
    ("media_workers", 1, 64),
    ("payout_minimum", 1, 10**9),
)
BROKERS = ("nats://", "tls://", "redis://", "rediss://")
# Not shown where settings are; a broker's address may hold a password.
SECRET = frozenset(
    {
        "secret",
        "demo_password",
        "broker_url",
        "turn_secret",
        "stripe_key",
        "stripe_secrets",
        "stripe_payout_secrets",
        "wechat_secret",
    }
)
PAY_DAYS = ("never", "daily", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OUTGOING = ("outside", "anywhere")
LOG_LEVELS = ("debug", "info", "warning", "error")

Value = str | int | Path


class SettingsError(Exception):
    """Says which setting is wrong, where it was found and what it may be."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator may choose. docs/self-hosting.md lists each of them."""

    home: Annotated[Path, "the folder that keeps the database, files, recordings and the secret key"] = Path("home")
    host: Annotated[str, "the address to listen on; 0.0.0.0 lets other machines in"] = "127.0.0.1"
    port: Annotated[int, "the port of the web server; 0 takes a free one"] = 8321
    public_url: Annotated[str, "how people reach the site (https://fair.example); empty: host and port"] = ""
    trusted_proxies: Annotated[str, "reverse proxies whose X-Forwarded-* headers count, separated by commas"] = ""
    database: Annotated[str, "sqlite:///PATH or postgresql://USER@HOST/NAME; empty: livefair.db in home"] = ""
    lanes: Annotated[int, "writers side by side on PostgreSQL; SQLite always has one"] = 4
    files: Annotated[str, "where uploads are kept: a folder, s3://BUCKET/PREFIX or memory://; empty: in home"] = ""
    recordings: Annotated[str, "where recordings are kept besides media/ in home: a folder, s3://BUCKET/PREFIX"] = ""
    broker_url: Annotated[str, "nats://… or redis://…, by which several web servers hear each other; empty: one"] = ""
    rtmp_port: Annotated[int, "the port for OBS over RTMP, further media workers count up; 0 takes free ones"] = 1935
    rtmp_name: Annotated[str, "the host name by which OBS reaches RTMP; empty: the site's"] = ""
    media_url: Annotated[str, "the `livefair media` to use (http://HOST:8322); empty: media workers of our own"] = ""
    media_workers: Annotated[int, "media worker processes that share the rooms"] = 1
    media_host: Annotated[str, "the address where media workers listen for web servers"] = "127.0.0.1"
    media_port: Annotated[int, "the port of the first media worker, the next ones count up; 0 takes free ones"] = 0
    media_control_port: Annotated[int, "the port of `livefair media` for web servers; 0 takes a free one"] = 8322
    fast_seats: Annotated[int, "how many viewers of a worker may watch over WebRTC, 0.3 s behind; 0: none"] = 30
    outgoing: Annotated[
        str, "where users may have streams and notes sent: outside, or anywhere (private networks too)"
    ] = "outside"
    ladder_rooms: Annotated[
        int, "how many rooms of a worker may be offered in 480p and 360p too, as operators choose"
    ] = 4
    ladder_top: Annotated[int, "how many of the fullest rooms are offered so by themselves, within ladder_rooms"] = 0
    ice_addresses: Annotated[str, "addresses offered to WebRTC peers, with commas; empty: all of this machine"] = ""
    turn_urls: Annotated[str, "TURN servers for browsers (turn:HOST:3478?transport=tcp), with commas; empty: none"] = ""
    turn_secret: Annotated[str, "the secret that the TURN servers share (coturn's static-auth-secret)"] = ""
    secret: Annotated[str, "the key that signs tickets; empty: made once and kept in home, as secret.key"] = ""
    demo_password: Annotated[str, "the one password of the demo accounts, which only demo worlds have"] = (
        "livefair-demo"
    )
    crowd: Annotated[int, "how many simulated viewers live in a demo world; 0: none, and no show"] = 12
    payout_minimum: Annotated[int, "the least amount that is paid out to a payee, in minor units"] = 1_000
    payout_day: Annotated[str, "when payees are paid without asking: monday … sunday, daily or never"] = "monday"
    payments: Annotated[
        str, "the providers that buyers are offered, with commas, the first by default; empty: those that have keys"
    ] = ""
    stripe_key: Annotated[str, "Stripe's secret key (sk_live_…); empty: Stripe is not offered"] = ""
    stripe_secrets: Annotated[str, "signing secrets of Stripe's webhook (whsec_…), with commas while one changes"] = ""
    stripe_payout_secrets: Annotated[
        str, "signing secrets of Stripe's webhook for connected accounts; empty: payouts are not made by Stripe"
    ] = ""
    stripe_url: Annotated[str, "where Stripe is reached"] = "https://api.stripe.com"
    alipay_app: Annotated[str, "the application's id at Alipay; empty: Alipay is not offered"] = ""
    alipay_key: Annotated[str, "a file with the application's private RSA key"] = ""
    alipay_their_key: Annotated[str, "a file with Alipay's public key, as its pages show it for the application"] = ""
    alipay_url: Annotated[str, "Alipay's gateway; its sandbox has another"] = "https://openapi.alipay.com/gateway.do"
    wechat_merchant: Annotated[str, "the merchant's number at WeChat Pay; empty: WeChat Pay is not offered"] = ""
    wechat_app: Annotated[str, "the id of the application that belongs to the merchant"] = ""
    wechat_key: Annotated[str, "a file with the merchant's private RSA key (apiclient_key.pem)"] = ""
    wechat_serial: Annotated[str, "the serial number of the merchant's certificate"] = ""
    wechat_their_key: Annotated[str, "a file with WeChat Pay's public key or certificate"] = ""
    wechat_their_serial: Annotated[str, "its id (PUB_KEY_ID_…) or serial number"] = ""
    wechat_secret: Annotated[str, "the API v3 key: 32 characters"] = ""
    wechat_url: Annotated[str, "where WeChat Pay is reached"] = "https://api.mch.weixin.qq.com"
    log_level: Annotated[str, "debug, info, warning or error"] = "info"
    log_format: Annotated[str, "json, or human for a terminal"] = "json"

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in NAMES if name not in SECRET)
        return f"Settings({', '.join(shown)})"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.home.absolute() / 'livefair.db'}"

    @property
    def files_url(self) -> str:
        return self.files or str(self.home.absolute() / "files")

    @property
    def address(self) -> str:
        """Where the site is reached, without a slash at the end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def media_home(self) -> Path:
        return self.home / "media"

    @property
    def artwork_home(self) -> Path:
        return self.home / "artwork"

    def secret_for(self, purpose: str) -> str:
        """A key of its own for each purpose, all drawn from the one secret; 64 hexadecimal digits."""
        return hmac.new(self._master().encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def _master(self) -> str:
        return self.secret or _kept_secret(self.home / SECRET_NAME)


def load(environ: Mapping[str, str], given: Mapping[str, Value] | None = None) -> Settings:
    """The settings for this start: `given` (command line) before `environ` before the file in the home folder."""
    told: dict[str, Value] = {**_from_environment(environ), **(given or {})}
    home = Path(str(told.get("home", Settings.home)))
    chosen = {**_from_file(home / FILE_NAME), **told, "home": home}
    settings = Settings(**{name: _typed(name, value) for name, value in chosen.items()})  # type: ignore[arg-type]  # _typed() made sure
    _check(settings)
    return settings


def about(name: str) -> str:
    """One line on the setting, for `--help` and the list in docs/self-hosting.md."""
    return str(_KINDS[name].__metadata__[0])


def _from_environment(environ: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and not variable.startswith(TEST_PREFIX):
            found[_known(variable.removeprefix(PREFIX).lower(), f"the environment ({variable})")] = value
    return found


def _from_file(path: Path) -> dict[str, Value]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    if "home" in found:
        raise SettingsError(f"{path} cannot say where it lies itself: give home by --home or {PREFIX}HOME")
    return {_known(name, str(path)): value for name, value in found.items()}


def _known(name: str, where: str) -> str:
    if name not in _KINDS:
        raise SettingsError(f"{where} names {name!r}, which is no setting; there are: {', '.join(_KINDS)}")
    return name


def _typed(name: str, value: object) -> Value:
    wanted = _KINDS[name].__origin__
    if wanted is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        raise SettingsError(f"{name} is a whole number, not {value!r}")
    if not isinstance(value, str | Path):
        raise SettingsError(f"{name} is a text, not {value!r}")
    return Path(value) if wanted is Path else str(value)


def _check(settings: Settings) -> None:
    for name in ("port", "rtmp_port", "media_port", "media_control_port"):
        if not 0 <= getattr(settings, name) <= 65_535:
            raise SettingsError(f"{name} is a port from 0 to 65535, not {getattr(settings, name)}")
    for name, least, most in RANGES:
        if not least <= getattr(settings, name) <= most:
            raise SettingsError(f"{name} is a number from {least} to {most}, not {getattr(settings, name)}")
    if settings.media_url and not settings.media_url.startswith(("http://", "https://")):
        raise SettingsError("media_url begins with http:// or https://")
    _one_of("payout_day", settings.payout_day, PAY_DAYS)
    _one_of("outgoing", settings.outgoing, OUTGOING)
    _one_of("log_level", settings.log_level, LOG_LEVELS)
    _one_of("log_format", settings.log_format, ("json", "human"))
    if settings.broker_url and not settings.broker_url.startswith(BROKERS):
        raise SettingsError(f"broker_url begins with {', '.join(BROKERS)}")
    if settings.database and not settings.database.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsError("database begins with sqlite:/// or postgresql://")


def _one_of(name: str, value: str, words: tuple[str, ...]) -> None:
    if value not in words:
        raise SettingsError(f"{name} is one of {', '.join(words)}, not {value!r}")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secret_token(), "utf-8")
        # A link is made once or not at all, so two programs that start together agree on one key.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text("utf-8")


_KINDS = get_type_hints(Settings, include_extras=True)
NAMES = tuple(_KINDS)
