"""A brand's coupons: issued, counted, stopped."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.kernel import DAY_MS, Actor, ReadTx, Refusal
from livefair.people.queries import people_with_role
from livefair.shop.coupons import coupons_of_brand, make_coupon, stop_coupon
from livefair.shop.rules.coupons import Draft
from livefair.web.coupon_views import CouponView, coupon_views
from livefair.web.desk.overview import brand_of
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

    def draft(self, now_ms: int) -> Draft:
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
        )


class CouponsPage(NamedTuple):
    coupons: list[CouponView]
    hosts: list[tuple[str, str]]


def coupons_page(tx: ReadTx, actor: Actor) -> CouponsPage:
    hosts = people_with_role(tx, "host")[:HOSTS_SHOWN]
    coupons = coupon_views(tx, coupons_of_brand(tx, brand_of(actor)))
    return CouponsPage(coupons, [(host.id, host.name) for host in hosts])


@get("/coupons")
async def show_coupons(request: AppRequest) -> Answer:
    page = (await request.read(coupons_page, request.actor))._asdict()
    return await request.page("desk/coupons.html", {**page, "values": dict.fromkeys(NewCoupon.__struct_fields__, "")})


@post("/coupons")
async def issue(request: AppRequest) -> Answer:
    try:
        form = await request.form_as(NewCoupon)
        await request.write(make_coupon, form.draft(request.services.db.clock()))
    except Refusal as refusal:
        return await _again(request, refusal)
    return request.go("/desk/coupons", toast="saved")


async def _again(request: AppRequest, refusal: Refusal) -> Answer:
    field = str(refusal.params.get("field", "form"))
    refusal.params["field"] = {"off": "worth", "percent": "worth", "until": "days"}.get(field, field)
    typed = await request.typed()
    values = {name: typed.first(name)[:80] for name in NewCoupon.__struct_fields__}
    page = (await request.read(coupons_page, request.actor))._asdict()
    return await request.again("desk/coupons.html", refusal, {**page, "values": values})


@post("/coupons/{coupon_id:str}/stop")
async def stop(request: AppRequest, coupon_id: Id) -> Answer:
    await request.write(stop_coupon, coupon_id)
    return request.go("/desk/coupons", toast="saved")


router = Router("/", route_handlers=[show_coupons, issue, stop])
