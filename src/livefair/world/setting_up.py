"""Day one: rules, brands with their goods, hosts, an agency, the demo accounts."""

from livefair.catalog import Statement, Words, add_picture, add_sku, create_product, set_model, set_price, state_fact
from livefair.catalog.rules import REGULATED
from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.catalog.scenarios import set_scenarios
from livefair.catalog.stories import StoryWords, tell_story
from livefair.governance import publish_shipped_rules
from livefair.kernel import DAY_MS, GUEST, SYSTEM, Actor, Money
from livefair.live import open_room
from livefair.live.civility import set_words
from livefair.live.knowledge import subject_called, take_quiz
from livefair.live.simulcast import add_target, stop_target
from livefair.people import (
    ROLES,
    actor_of,
    become_host,
    found_organisation,
    give_role,
    set_avatar,
    sign_up,
    update_profile,
)
from livefair.people.consents import give_consent
from livefair.people.organisations import accept_contract, invite_host, set_logo
from livefair.people.passwords import hash_password
from livefair.supply import receive, set_commission
from livefair.supply.locations import Moving, location_for, locations_of, move_pieces, open_location
from livefair.value import publish_shipped_share_rules
from livefair.world import words
from livefair.world.artwork import BRANDS, PRODUCTS, Product
from livefair.world.cast import DEMO_DOMAIN, HOSTS, MCN, HostPart
from livefair.world.coaching import coach
from livefair.world.fair import Fair, Goods, Host
from livefair.world.permitting import permit_goods
from livefair.world.varieties import lay_out_sizes, sell_sets

STOCK = 400
LOCATIONS = (("warehouse", "北仓 North"), ("shop", "武康路店 Wukang Road"), ("studio", "直播间 Studio"))
PUT_AWAY = {"warehouse": 300, "shop": 50, "studio": 10}
CONTRACT_MS = 365 * DAY_MS
NO_PASSWORD = "simulated people sign in nowhere"
SPARE, SPARE_URL = "另一个平台（示例）· Another platform (sample)", "rtmp://push.example/live"
OPERATING = ("operator", "moderator", "researcher")


def set_up(fair: Fair) -> None:
    fair.db.write_now(publish_shipped_rules, SYSTEM)
    fair.db.write_now(publish_shipped_share_rules, SYSTEM)
    password_hash = hash_password(fair.plan.password)
    for role in ROLES:
        _account(fair, role, password_hash)
    _found_brands(fair, password_hash)
    for index, product in enumerate(PRODUCTS):
        fair.progress("goods", index, len(PRODUCTS))
        _stock_product(fair, product)
    sell_sets(fair)
    for index, part in enumerate(HOSTS):
        _bring_host(fair, index, part)
    _found_mcn(fair)
    permit_goods(fair, demo(fair, "operator"), demo(fair, "moderator"))


def person(fair: Fair, email: str, name: str, *, locale: str | None = "zh", password_hash: str = NO_PASSWORD) -> Actor:
    person_id = fair.db.write_now(sign_up, GUEST, email=email, name=name, locale=locale, password_hash=password_hash)
    return fair.db.read_now(actor_of, person_id)


def demo(fair: Fair, role: str) -> Actor:
    """The demo account of a role, as it is now."""
    return fair.db.read_now(actor_of, fair.accounts[role])


def _account(fair: Fair, role: str, password_hash: str) -> None:
    """The account of a role that a newcomer may try, in the newcomer's own language.

    Brand, MCN and host get theirs where they are founded.
    """
    names = {"customer": "小满", "operator": "市集管理员", "moderator": "阿正", "researcher": "陆研究员"}
    actor = person(fair, f"{role}@{DEMO_DOMAIN}", names.get(role, role), locale=None, password_hash=password_hash)
    if role in OPERATING:
        fair.db.write_now(give_role, SYSTEM, actor.id, role)
    fair.db.write_now(set_avatar, actor, fair.file(fair.art.avatar(ROLES.index(role))))
    fair.accounts[role] = actor.id


def _found_brands(fair: Fair, password_hash: str) -> None:
    for index, (key, zh, en) in enumerate(BRANDS):
        founder = demo(fair, "brand") if index == 0 else person(fair, f"{key}@example.org", zh)
        fair.db.write_now(update_profile, founder, name=zh, about=f"{zh} · {en}")
        organisation = fair.db.write_now(found_organisation, founder, kind="brand", name=f"{zh} {en}")
        brand = fair.db.read_now(actor_of, founder.id)
        fair.db.write_now(set_logo, brand, organisation, fair.file(fair.art.logo(key)))
        fair.db.write_now(set_avatar, brand, fair.file(fair.art.logo(key)))
        fair.brands.append(brand)
        if index < len(words.STORIES):
            picture = fair.file(fair.art.logo(key))
            fair.db.write_now(tell_story, brand, StoryWords(*words.STORIES[index]), picture_key=picture)


def _stock_product(fair: Fair, product: Product) -> None:
    db, brand, rng = fair.db, fair.brands[product.brand], fair.rng(f"stock:{product.key}")
    about = (f"{product.zh}，为每天都用得上而做。", f"{product.en}, made to be used every day.")
    product_id = db.write_now(create_product, brand, Words(product.zh, product.en, *about, category=_category(product)))
    for photo in fair.art.photos(product.key):
        db.write_now(add_picture, brand, product_id, fair.file(photo))
    db.write_now(set_model, brand, product_id, fair.file(fair.art.model(product.key)))
    for fact in (*words.FAMILY_FACTS.get(product.family, ()), *words.FACTS):
        db.write_now(state_fact, brand, product_id, Statement(*fact))
    db.write_now(set_scenarios, brand, product_id, SCENARIOS[len(product.key) % 4 : len(product.key) % 4 + 3])
    price = Money(product.was_minor)
    skus = db.write_now(lay_out_sizes, brand, product_id, product.family, price)
    skus = skus or [db.write_now(add_sku, brand, product_id, name_zh="标准", name_en="Standard", price=price)]
    for sku_id in skus:
        db.write_now(receive, brand, sku_id, quantity=STOCK, key="opening", note="opening stock")
    if brand == fair.brands[0]:
        _put_away(fair, brand, skus)
    db.write_now(set_commission, brand, product_id, rng.choice((1000, 1500, 1800, 2000)))
    fair.goods[product.key] = Goods(product_id, tuple(skus), brand, product.family, product.zh, product.en)


def _put_away(fair: Fair, brand: Actor, skus: list[str]) -> None:
    """The first brand knows where its pieces lie: most in the warehouse, some in the shop, a few in the studio."""
    known = fair.db.read_now(locations_of, str(brand.organisation_id)) or [
        fair.db.read_now(location_for, brand, fair.db.write_now(open_location, brand, kind=kind, name=name))
        for kind, name in LOCATIONS
    ]
    for location in known:
        for sku_id in skus:
            moving = Moving(None, location.id, PUT_AWAY[location.kind], f"opening:{location.kind}", "opening stock")
            fair.db.write_now(move_pieces, brand, sku_id, moving)


def lower_prices(fair: Fair, product: Product) -> None:
    """The price of today, after some time at the price of before."""
    goods = fair.goods[product.key]
    for sku_id in goods.sku_ids:
        fair.db.write_now(set_price, goods.brand, sku_id, Money(product.price_minor))


def _bring_host(fair: Fair, index: int, part: HostPart) -> None:
    db = fair.db
    actor = demo(fair, "host") if part.account == "host" else person(fair, f"{part.account}@example.org", part.zh)
    db.write_now(update_profile, actor, name=part.zh, about=f"{part.about_zh}\n{part.about_en}")
    db.write_now(become_host, actor)
    db.write_now(give_consent, actor, "research")
    db.write_now(set_avatar, actor, fair.file(fair.art.host(index)))
    actor = db.read_now(actor_of, actor.id)
    room_id = db.write_now(open_room, actor, title=part.room_zh, about=part.about_zh)
    _study(fair, actor, {_category(product) for product in PRODUCTS if product.key in part.specialities})
    db.write_now(set_words, actor, room_id, list(words.UNWANTED))
    if part.account == "host":
        _add_spare_target(fair, actor, room_id)
    fair.hosts.append(Host(actor, part.zh, room_id, part.specialities))


def _add_spare_target(fair: Fair, host: Actor, room_id: str) -> None:
    """Switched off, and on a name that leads nowhere: the demo world sends nothing to anybody outside."""
    sealed_key = fair.plan.seal("demo-key")
    target_id = fair.db.write_now(add_target, host, room_id, name=SPARE, url=SPARE_URL, sealed_key=sealed_key)
    fair.db.write_now(stop_target, host, target_id)


def _study(fair: Fair, host: Actor, categories: set[str]) -> None:
    """Whoever shows regulated goods passes the quiz on them; not everybody at the first attempt."""
    for category in sorted(categories & REGULATED):
        right = [question.right for question in subject_called(category).questions]
        if fair.rng(f"quiz:{len(fair.hosts)}:{category}").random() < 0.5:
            fair.db.write_now(take_quiz, host, category, answers=[1] * len(right))
        fair.db.write_now(take_quiz, host, category, answers=right)


def _found_mcn(fair: Fair) -> None:
    zh, en, share_bp = MCN
    founder = demo(fair, "mcn")
    fair.db.write_now(update_profile, founder, name=zh, about=f"{zh} · {en}")
    fair.db.write_now(found_organisation, founder, kind="mcn", name=f"{zh} {en}")
    mcn = fair.db.read_now(actor_of, founder.id)
    ends_at_ms = fair.clock() + CONTRACT_MS
    for host, part in zip(fair.hosts, HOSTS, strict=True):
        if part.signed:
            terms = {"share_bp": share_bp, "ends_at_ms": ends_at_ms}
            contract = fair.db.write_now(invite_host, mcn, host.actor.id, **terms)
            fair.db.write_now(accept_contract, host.actor, contract)
    coach(fair, mcn, [host for host, part in zip(fair.hosts, HOSTS, strict=True) if part.signed])


def _category(product: Product) -> str:
    return {
        "sneaker": "shoes",
        "glasses": "accessories",
        "cap": "accessories",
        "hat": "accessories",
        "scarf": "clothing",
        "watch": "accessories",
        "headphones": "sound",
        "speaker": "sound",
        "handbag": "bags",
        "tote": "bags",
        "mug": "kitchen",
        "teapot": "kitchen",
        "bottle": "kitchen",
        "notebook": "stationery",
    }.get(product.family, "home")
