"""Small views that many pages share: people as authors and hosts, amounts."""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx
from livefair.live.queries import room_on_air_of
from livefair.people import PersonCard, follows
from livefair.web.urls import file_url


class AuthorView(NamedTuple):
    id: str
    name: str
    avatar_url: str | None
    is_followed: bool = False
    live_room_id: str | None = None


def author_of(tx: ReadTx, actor: Actor, card: PersonCard) -> AuthorView:
    return AuthorView(
        card.id,
        card.name,
        file_url(card.avatar_key),
        not actor.is_guest and follows(tx, actor.id, card.id),
        room_on_air_of(tx, card.id),
    )


def plain_author(card: PersonCard) -> AuthorView:
    return AuthorView(card.id, card.name, file_url(card.avatar_key))
