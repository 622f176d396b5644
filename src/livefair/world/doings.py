"""What simulated people do, each by the use cases that a person's click would call."""

from random import Random

from livefair.catalog.rules.scenarios import SCENARIOS
from livefair.community import ReviewDraft, publish_review
from livefair.community.photos import keep_photo
from livefair.kernel import Actor, Database
from livefair.shop import NOWHERE, Place, Source, add_address, add_to_cart, check_out, ready_cart
from livefair.shop.local_provider import charge
from livefair.world import words
from livefair.world.artwork.files import REVIEW_SIDE
from livefair.world.fair import Customer, Fair

CITIES = (("浙江", "杭州"), ("四川", "成都"), ("广东", "广州"), ("上海", "上海"), ("陕西", "西安"), ("云南", "大理"))


def place_for(name: str, rng: Random) -> Place:
    region, city = rng.choice(CITIES)
    return Place(
        name, f"13{rng.randint(0, 999_999_999):09d}", region, city, f"市集路 {rng.randint(1, 300)} 号", "310000"
    )


def put_address(db: Database, actor: Actor, name: str, rng: Random) -> str:
    return db.write_now(add_address, actor, place_for(name, rng))


def order(db: Database, buyer: Customer, sku_id: str, rng: Random, *, source: Source = NOWHERE, key: str) -> str:
    """Fill the cart with one SKU and check out. Returns the payment's id."""
    pieces = 1 if rng.random() < 0.85 else 2
    db.write_now(add_to_cart, buyer.actor, sku_id, quantity=pieces, source=source)
    total_minor = sum(line.amount_minor for line in db.read_now(ready_cart, buyer.actor))
    return db.write_now(
        check_out,
        buyer.actor,
        address_id=buyer.address_id,
        expected_minor=total_minor,
        provider="local",
        key=key,
    )


def pay(db: Database, buyer: Actor, payment_id: str, rng: Random) -> None:
    """Most pay, a few are declined, a few walk away."""
    chance = rng.random()
    behaviour = "pay" if chance < 0.94 else "decline" if chance < 0.97 else "say_nothing"
    db.write_now(charge, buyer, payment_id, behaviour=behaviour)


def review(fair: Fair, index: int, buyer: Customer, product: str, line_id: str, rng: Random) -> None:
    """A photo review of a kept purchase, with whatever the buyer thinks of it."""
    _, photo = fair.art.review(index)
    photo_id = fair.db.write_now(
        keep_photo, buyer.actor, file_key=fair.file(photo), width=REVIEW_SIDE, height=REVIEW_SIDE
    ).id
    rating = rng.choices((5, 4, 3, 2), (60, 26, 10, 4))[0]
    draft = ReviewDraft(
        product_id=fair.goods[product].product_id,
        line_id=line_id,
        rating=rating,
        text=rng.choice(words.REVIEWS[rating][buyer.locale]),
        photo_ids=(photo_id,),
        scenarios=SCENARIOS[len(fair.reviews) % 4 : len(fair.reviews) % 4 + 1 + len(fair.reviews) % 2],
        disclosure="none",
    )
    published = fair.db.write_now(publish_review, buyer.actor, draft, key=line_id)
    fair.reviews.append((published.id, product, buyer.actor))
