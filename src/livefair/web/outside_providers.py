"""Which payment providers this site has, by its settings. Without keys a provider is nowhere."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from livefair.kernel import Database
from livefair.kernel.settings import Settings, SettingsError
from livefair.shop.local_provider import LocalProvider
from livefair.shop.outside.alipay import Alipay, AlipayAccount
from livefair.shop.outside.line import Line
from livefair.shop.outside.rsa import private_key, public_key
from livefair.shop.outside.stripe import Stripe
from livefair.shop.outside.stripe_line import StripeAccount, StripeLine
from livefair.shop.outside.wechat_line import WechatAccount
from livefair.shop.outside.wechat_pay import WechatPay
from livefair.shop.providers import OutsideProvider, PaymentProvider, Providers
from livefair.value.payouts import PayoutTerms
from livefair.value.payouts.providers import PayoutProvider, Payouts
from livefair.value.payouts.stripe_connect import StripeConnect

K = TypeVar("K")


def providers_of(settings: Settings, db: Database, line: Line, local: LocalProvider, *, is_demo: bool) -> Providers:
    """The local provider is always known, for what it was paid; offered it is without another, and in demo worlds."""
    outside = [made for make in MAKERS if (made := make(settings, db, line)) is not None]
    by_name: dict[str, PaymentProvider] = {local.name: local, **{one.name: one for one in outside}}
    offered = words(settings.payments) or tuple(one.name for one in outside)
    for name in offered:
        if name not in by_name:
            raise SettingsError(f"payments names {name!r}, which has no keys here; there are: {', '.join(by_name)}")
    if not offered or (is_demo and local.name not in offered):
        offered = (*offered, local.name)
    return Providers(by_name, offered)


def stripe_of(settings: Settings, db: Database, line: Line) -> OutsideProvider | None:
    if not settings.stripe_key:
        return None
    if not settings.stripe_secrets:
        raise SettingsError("stripe_key needs stripe_secrets: without them nothing that Stripe says can be believed")
    return Stripe(db, StripeLine(line, stripe_account(settings)), settings.address)


def payouts_of(settings: Settings, line: Line, local: PayoutProvider, terms: PayoutTerms) -> Payouts:
    """By Stripe where its secrets for connected accounts are given, else by the local provider."""
    if not settings.stripe_payout_secrets:
        return Payouts(local, terms)
    _require(settings, "stripe_key")
    connect = StripeConnect(StripeLine(line, stripe_account(settings)), words(settings.stripe_payout_secrets))
    return Payouts(connect, terms)


def stripe_account(settings: Settings) -> StripeAccount:
    return StripeAccount(settings.stripe_key, words(settings.stripe_secrets), settings.stripe_url.rstrip("/"))


def words(with_commas: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in with_commas.split(",") if part.strip())


def alipay_of(settings: Settings, db: Database, line: Line) -> OutsideProvider | None:
    if not settings.alipay_app:
        return None
    _require(settings, "alipay_key", "alipay_their_key")
    account = AlipayAccount(
        settings.alipay_app,
        _key(settings.alipay_key, "alipay_key", private_key),
        _key(settings.alipay_their_key, "alipay_their_key", public_key),
        settings.alipay_url,
    )
    return Alipay(db, line, account, settings.address)


def wechat_of(settings: Settings, db: Database, line: Line) -> OutsideProvider | None:
    if not settings.wechat_merchant:
        return None
    _require(
        settings,
        "wechat_app",
        "wechat_key",
        "wechat_serial",
        "wechat_their_key",
        "wechat_their_serial",
        "wechat_secret",
    )
    if len(settings.wechat_secret.encode()) != 32:
        raise SettingsError("wechat_secret has 32 characters")
    account = WechatAccount(
        merchant=settings.wechat_merchant,
        app_id=settings.wechat_app,
        serial=settings.wechat_serial,
        their_serial=settings.wechat_their_serial,
        key=_key(settings.wechat_key, "wechat_key", private_key),
        their_key=_key(settings.wechat_their_key, "wechat_their_key", public_key),
        secret=settings.wechat_secret.encode(),
        api=settings.wechat_url.rstrip("/"),
    )
    return WechatPay(db, line, account, settings.address)


def _require(settings: Settings, *names: str) -> None:
    if missing := [name for name in names if not getattr(settings, name)]:
        raise SettingsError(f"{names[0].partition('_')[0]} needs {', '.join(missing)} too")


def _key(path: str, name: str, read: Callable[[str], K]) -> K:
    try:
        return read(Path(path).read_text("ascii"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name} names a file that holds no such key: {path}") from error


MAKERS: tuple[Callable[[Settings, Database, Line], OutsideProvider | None], ...] = (stripe_of, alipay_of, wechat_of)
