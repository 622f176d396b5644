"""Who acts. Every use case takes an actor; the fact log remembers it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the program) at the moment of acting.

    `id` is the person's id, "" for a guest. `roles` are the words of the people domain.
    `organisation_id` is the brand or MCN for whom the person acts now, if any.
    """

    id: str
    roles: frozenset[str] = field(default_factory=frozenset)
    organisation_id: str | None = None

    @property
    def is_guest(self) -> bool:
        return not self.id

    def has(self, role: str) -> bool:
        return role in self.roles


GUEST = Actor("")
SYSTEM = Actor("system", frozenset({"system"}))
