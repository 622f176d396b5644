"""The generated live show of the demo world: a drawn host at a market stall, published through the real RTMP ingest.

`start()` runs it in a child process that composes the pictures, which runs the encoder in another. Moving
picture with a clock, babbled speech over music, products on a turning cloth and in close-up; the parent pins
products and lets the host speak.
"""

from livefair.world.show.goods import Good
from livefair.world.show.process import ShowProcess, start
from livefair.world.show.stamp import read_stamp
from livefair.world.show.wire import News

__all__ = ["Good", "News", "ShowProcess", "read_stamp", "start"]
