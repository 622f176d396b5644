"""What viewers are called in the journals: people by their id, guests by a random name that opens nothing."""

from hashlib import sha256

from livefair.kernel import Actor, secret_token
from livefair.web.csrf import guest_of


def viewer_name(actor: Actor, guest_cookie: str | None) -> str:
    """The same for all tabs of a browser that carries our cookie; nobody can compute it back."""
    if not actor.is_guest:
        return actor.id
    return "guest:" + sha256((guest_of(guest_cookie) or secret_token()).encode()).hexdigest()[:24]
