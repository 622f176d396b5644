"""The desk at which coupons are issued and stopped: of a brand, of a host, of the house."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal
from livefair.people.queries import people_with_role
from livefair.shop.coupons import coupons_of_payer, make_coupon, stop_coupon
from livefair.shop.rules.coupons import Draft
from livefair.shop.rules.quote import Payer
from livefair.web.access import needs
from livefair.web.coupon_views import CouponView, coupon_views
from livefair.web.forms import Form, Line, OptionalId, chosen_id, minor_of
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest

HOSTS_SHOWN = 200
Amount = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\x00]*$")]


class NewCoupon(Form, frozen=True, kw_only=True):
    """`kind` is off (an amount) or percent (per cent of what is bought)."""

    title: Line
    kind: Annotated[str, msgspec.Meta(pattern=r"^(off|percent)$")] = "off"
    worth: Amount
    cap: Amount = ""
    least: Amount = ""
    quantity: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 100
    limit_per_person: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 1
    days: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 7
    code: Amount = ""
    host_id: OptionalId = ""
    first: Annotated[str, msgspec.Meta(pattern=r"^(|on)$")] = ""
    club_level: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0

    def draft(self, payer: Payer, now_ms: int) -> Draft:
        worth = minor_of(self.worth, "worth")  # 12.5 % are 1250 basis points, as 12.5 yuan are 1250 fen
        return Draft(
            title=self.title,
            off_minor=worth if self.kind == "off" else 0,
            percent_bp=worth if self.kind == "percent" else 0,
            cap_minor=minor_of(self.cap, "cap") if self.cap.strip() else None,
            least_minor=minor_of(self.least, "least") if self.least.strip() else 0,
            quantity=self.quantity,
            limit_per_person=self.limit_per_person,
            until_ms=now_ms + self.days * DAY_MS,
            code=self.code,
            host_id=chosen_id(self.host_id),
            payer=payer,
            is_for_first_order=bool(self.first),
            club_level=self.club_level,
        )


class CouponsPage(NamedTuple):
    coupons: list[CouponView]
    hosts: list[tuple[str, str]]
    payer: Payer


def coupons_page(tx: ReadTx, actor: Actor, payer: Payer) -> CouponsPage:
    hosts = [] if payer == "host" else people_with_role(tx, "host")[:HOSTS_SHOWN]
    coupons = coupon_views(tx, coupons_of_payer(tx, actor, payer))
    return CouponsPage(coupons, [(host.id, host.name) for host in hosts], payer)


def coupon_desk(place: str, payer: Payer, role: str) -> Router:
    """The pages under `/{place}/coupons` for those who pay."""
    template, home = f"{place}/coupons.html", f"/{place}/coupons"

    @get("/coupons", opt=needs(role))
    async def show_coupons(request: AppRequest) -> Answer:
        page = (await request.read(coupons_page, request.actor, payer))._asdict()
        return await request.page(template, {**page, "values": dict.fromkeys(NewCoupon.__struct_fields__, "")})

    @post("/coupons", opt=needs(role))
    async def issue(request: AppRequest) -> Answer:
        try:
            form = await request.form_as(NewCoupon)
            await request.write(make_coupon, form.draft(payer, request.services.db.clock()))
        except Refusal as refusal:
            return await _again(request, refusal, template, payer)
        return request.go(home, toast="saved")

    @post("/coupons/{coupon_id:str}/stop", opt=needs(role))
    async def stop(request: AppRequest, coupon_id: Id) -> Answer:
        await request.write(stop_coupon, coupon_id)
        return request.go(home, toast="saved")

    return Router("/", route_handlers=[show_coupons, issue, stop])


async def _again(request: AppRequest, refusal: Refusal, template: str, payer: Payer) -> Answer:
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"off": "worth", "percent": "worth", "until": "days"}.get(field, field)
    typed = await request.typed()
    values = {name: typed.first(name)[:80] for name in NewCoupon.__struct_fields__}
    page = (await request.read(coupons_page, request.actor, payer))._asdict()
    return await request.again(template, refusal, {**page, "values": values})
