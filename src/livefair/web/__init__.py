"""The web floor: pages sorted by audience, the JSON interface, sockets, and all words a person reads."""
