"""The running program: database, files, media worker, hub and outbox, started together and ended together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import livefair.world.tables  # noqa: F401 (every package's listeners and jobs)
from livefair.content import VideoProcessor
from livefair.kernel import SYSTEM, Database
from livefair.kernel.clock import Clock
from livefair.kernel.files import Files
from livefair.kernel.runner import JobContext, Runner, drop_leases
from livefair.kernel.settings import Settings
from livefair.kernel.signing import Messenger
from livefair.live.exports import Exporter
from livefair.media import Fleet, MediaLimits, MediaSettings, RemoteEngine
from livefair.people.devices import Pusher
from livefair.realtime import Hub, broker_at
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.local_provider import LocalProvider
from livefair.shop.providers import Providers
from livefair.supply.carriers import CODE as LOCAL_CARRIER
from livefair.supply.carriers import Carriers, LocalCarrier
from livefair.value.payouts import PayoutTerms
from livefair.value.payouts.local_provider import NAME as LOCAL_BANK
from livefair.value.payouts.local_provider import LocalPayouts
from livefair.value.payouts.providers import Payouts
from livefair.web.app import create_app
from livefair.web.archive import Archive, Archivist
from livefair.web.courier import HttpCourier
from livefair.web.messenger import HttpMessenger
from livefair.web.outside_providers import payouts_of, providers_of
from livefair.web.processing import FilmMaker, Transcoder
from livefair.web.provider_line import HttpLine
from livefair.web.pushing import WebPush, public_key_of
from livefair.web.rehearsal_hall import Halls
from livefair.web.sealing import Seal
from livefair.web.services import Check, Services, WebSettings
from livefair.web.stage_keeper import StageKeeper
from livefair.web.stages import Media, Stages
from livefair.web.templating import Pages
from livefair.webhooks.sending import Courier
from livefair.world.demo import demo_accounts
from livefair.world.premieres import Premieres

FilmsTold = Callable[[int, int], None]


@contextlib.asynccontextmanager
async def running_program(settings: Settings, told: FilmsTold = lambda done, of: None) -> AsyncIterator[Services]:
    """Everything that the web floor needs, alive until the block ends. `told`: a demo world has one more film."""
    db = Database(settings.database_url, lanes=settings.lanes)
    payer, outside, line = HttpMessenger(), messenger_outside(settings), HttpLine()
    local, bank = local_provider(settings, db, payer), local_payouts(settings, db, payer)
    media = media_for(settings)
    is_demo = bool(db.read_now(demo_accounts))
    services = Services(
        db=db,
        settings=web_settings(settings, is_demo=is_demo),
        hub=Hub(presence="viewers", broker=broker_at(settings.broker_url, broker_name(settings))),
        pages=Pages(),
        files=Files(settings.files_url),
        providers=providers_of(settings, db, line, local, is_demo=is_demo),
        payouts=payouts_of(settings, line, bank, payout_terms(settings)),
        media=media,
        archive=archive_of(settings),
        seal=seal_of(settings),
    )
    is_real = LOCAL not in services.providers.offered
    services = replace(services, carriers=carriers_of(local_carrier(settings, db, payer), is_real=is_real))
    services = replace(services, stages=Stages(media, has_fast_seats=settings.fast_seats > 0), checks=checks_of(media))
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(db.close)
        stack.push_async_callback(payer.aclose)
        stack.push_async_callback(outside.aclose)
        stack.push_async_callback(line.aclose)
        stack.callback(services.meaning.close)
        await media.start()
        stack.push_async_callback(media.stop)
        await stack.enter_async_context(services.hub.running())
        jobs = {
            **services_for_jobs(settings, services, local),
            LocalPayouts: bank,
            LocalCarrier: local_carrier(settings, db, payer),
            Pusher: web_push(settings, outside, db.clock),
            Courier: courier_of(settings, outside),
            Premieres: Premieres(settings.artwork_home, told),
        }
        await stack.enter_async_context(working(JobContext(db, jobs)))
        if isinstance(media, Fleet):
            await stack.enter_async_context(
                StageKeeper(db, media, services.seal, ladder_top=settings.ladder_top).running()
            )
            if services.archive is not None:
                await stack.enter_async_context(Archivist(services.archive, media).running())
        halls = await stack.enter_async_context(Halls(services, create_app).running())
        yield replace(services, halls=halls)


def services_for_jobs(settings: Settings, services: Services, local: LocalProvider) -> dict[type, object]:
    """What asynchronous jobs may use, by type."""
    return {
        Settings: settings,
        Files: services.files,
        Providers: services.providers,
        LocalProvider: local,
        Payouts: services.payouts,
        Carriers: services.carriers,
        VideoProcessor: Transcoder(services.files),
        Exporter: FilmMaker(services.files, settings.media_home, services.archive),
    }


def local_provider(settings: Settings, db: Database, http: Messenger) -> LocalProvider:
    """It speaks to us as an outside provider would: over HTTP, with a signature."""
    url = f"{own_address(settings)}/webhooks/payments/{LOCAL}"
    return LocalProvider(db, http, url, settings.secret_for("local payment provider").encode())


def local_payouts(settings: Settings, db: Database, http: Messenger) -> LocalPayouts:
    url = f"{own_address(settings)}/webhooks/payouts/{LOCAL_BANK}"
    return LocalPayouts(db, http, url, settings.secret_for("local payout provider").encode())


def local_carrier(settings: Settings, db: Database, http: Messenger) -> LocalCarrier:
    url = f"{own_address(settings)}/webhooks/carriers/{LOCAL_CARRIER}"
    return LocalCarrier(db, http, url, settings.secret_for("local carrier").encode())


def carriers_of(local: LocalCarrier, *, is_real: bool = False) -> Carriers:
    """Other carriers are added here, each by its adapter.

    The local one says within minutes that all has arrived, and return windows run from that: where real money is paid
    it takes nothing more.
    """
    return Carriers({local.name: local}, frozenset({local.name}) if is_real else frozenset())


def messenger_outside(settings: Settings) -> HttpMessenger:
    """For addresses that users have given."""
    return HttpMessenger(only_outside=settings.outgoing == "outside")


def push_secret(settings: Settings) -> str:
    return settings.secret_for("web push")


def web_push(settings: Settings, http: HttpMessenger, clock: Clock) -> WebPush:
    return WebPush(http, clock, secret=push_secret(settings), address=settings.address)


def payout_terms(settings: Settings) -> PayoutTerms:
    return PayoutTerms(settings.payout_minimum, settings.payout_day)


def own_address(settings: Settings) -> str:
    """Where programs on this machine reach the pages."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host
    return f"http://{host}:{settings.port}"


def broker_name(settings: Settings) -> str:
    """Processes of one site share its secret, and so this name; two sites on one broker do not hear each other."""
    return f"livefair{settings.secret_for('broker')[:16]}"


@contextlib.asynccontextmanager
async def working(context: JobContext) -> AsyncIterator[None]:
    """The outbox is worked off for as long as the block lasts."""
    if context.db.engine.dialect == "sqlite":
        # Nobody else works on this file (`livefair work` refuses to): what is leased was leased by the dead.
        await context.db.write(drop_leases, SYSTEM)
    task = asyncio.create_task(Runner(context).run(), name="outbox-runner")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def media_for(settings: Settings) -> Media:
    """Our own workers, or those of `livefair media` at `media_url`."""
    if settings.media_url:
        return RemoteEngine(settings.media_url, control_key(settings), media_settings(settings))
    return Fleet(media_settings(settings), settings.media_workers)


def archive_of(settings: Settings) -> Archive | None:
    return Archive(settings.recordings) if settings.recordings else None


def seal_of(settings: Settings) -> Seal:
    return Seal(settings.secret_for("seal"))


def courier_of(settings: Settings, http: HttpMessenger) -> HttpCourier:
    return HttpCourier(seal_of(settings), http, anywhere=settings.outgoing == "anywhere")


def control_key(settings: Settings) -> str:
    return settings.secret_for("media control")


def checks_of(media: Media) -> dict[str, Check]:
    """Pages, orders and chat do without another program's media: only our own workers are a condition."""

    async def are_workers_up() -> str:
        return "ok" if media.is_ready else "the media worker is not up"

    return {"media": are_workers_up} if isinstance(media, Fleet) else {}


def media_settings(settings: Settings) -> MediaSettings:
    return MediaSettings(
        folder=settings.media_home,
        key=settings.secret_for("media tickets"),
        http_host=settings.media_host,
        http_port=settings.media_port,
        rtmp_host=settings.host,
        rtmp_port=settings.rtmp_port,
        ice_addresses=_words(settings.ice_addresses),
        trusted_proxies=("127.0.0.1", "::1", *_words(settings.trusted_proxies)),
        limits=MediaLimits(
            whep_viewers=settings.fast_seats,
            ladders=settings.ladder_rooms,
            private_targets=settings.outgoing == "anywhere",
        ),
    )


def _words(with_commas: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in with_commas.split(",") if part.strip())


def web_settings(settings: Settings, *, is_demo: bool) -> WebSettings:
    return WebSettings(
        secret=settings.secret_for("web forms"),
        address=settings.address,
        is_secure=settings.address.startswith("https://"),
        is_demo=is_demo,
        demo_password=settings.demo_password if is_demo else "",
        rtmp_name=settings.rtmp_name,
        turn_urls=_words(settings.turn_urls),
        turn_secret=settings.turn_secret,
        push_key=public_key_of(push_secret(settings)),
        webhooks_anywhere=settings.outgoing == "anywhere",
    )
