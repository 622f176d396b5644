"""The demo worlds, the simulated people in them, and what must always hold in any world."""
