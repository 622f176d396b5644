"""Short vertical films of the products: 540x960, 20 pictures a second, four bars of music (8 to 12 s), H.264/AAC."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PIL import Image

from livefair.media.recipe import Recipe
from livefair.world.artwork import music, scenes
from livefair.world.artwork.catalogue import Product
from livefair.world.artwork.lettering import either
from livefair.world.artwork.scenes import Scene, Story, Turntable, wipe
from livefair.world.encoder import Encoder

FPS = 20
_WIPE = 0.4

# Per family: the hook and three points, Chinese and English.
LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "sneaker": (
        ("踩上云了", "Step on clouds"),
        ("轻到忘记穿鞋", "Light as nothing"),
        ("前掌回弹 后跟稳", "Springy and steady"),
        ("通勤跑步都行", "Desk to 5K"),
    ),
    "glasses": (
        ("戴上就帅", "Instantly cool"),
        ("UV400 防晒", "UV400 lenses"),
        ("25 克不压鼻", "Only 25 grams"),
        ("圆脸方脸都合", "Fits every face"),
    ),
    "cap": (
        ("夏天到了", "Hello summer"),
        ("刺绣小星星", "Embroidered star"),
        ("帽深遮脸小", "Deep and shady"),
        ("可机洗不变形", "Machine washable"),
    ),
    "watch": (
        ("把晨光戴上", "Wear the dawn"),
        ("蓝宝石镜面", "Sapphire glass"),
        ("植鞣皮表带", "Veg-tan strap"),
        ("五十米防水", "Water to 50 m"),
    ),
    "headphones": (
        ("世界安静了", "Silence, please"),
        ("主动降噪 38dB", "38 dB less noise"),
        ("续航 60 小时", "60 hours of play"),
        ("云朵耳垫", "Cloud-soft pads"),
    ),
    "handbag": (
        ("越用越好看", "Ages like wine"),
        ("头层植鞣革", "Full-grain leather"),
        ("装得下 13 寸", "Fits a 13-inch"),
        ("手工封边", "Hand-finished edges"),
    ),
    "mug": (
        ("早安一杯", "Good morning"),
        ("手作孔雀釉", "Hand-thrown glaze"),
        ("大杯 380 毫升", "Holds 380 ml"),
        ("微波炉也可以", "Microwave safe"),
    ),
    "teapot": (
        ("慢慢喝茶", "Slow tea time"),
        ("出水不断流", "A clean pour"),
        ("青瓷温润", "Warm celadon"),
        ("一壶四杯", "Four cups a pot"),
    ),
    "lamp": (
        ("一盏月光", "A little moon"),
        ("三档暖光", "Three warm levels"),
        ("不闪不刺眼", "No flicker"),
        ("床头刚刚好", "Made for bedsides"),
    ),
    "speaker": (
        ("小小电台", "Tiny radio"),
        ("复古旋钮手感", "A real knob"),
        ("蓝牙一碰就连", "Pairs at a touch"),
        ("12 小时不断电", "12 hours a charge"),
    ),
    "plant": (
        ("会开花的小刺", "Spiky but sweet"),
        ("一月浇一次水", "Water once a month"),
        ("桌上一点绿", "Green for desks"),
        ("送陶瓷小盆", "With its own pot"),
    ),
    "bear": (
        ("给你抱抱", "Free hugs"),
        ("软到心里", "So very soft"),
        ("可以机洗", "Machine washable"),
        ("送礼不出错", "A safe present"),
    ),
}
_CLOSE = (
    ("今晚直播间见", "See you live tonight"),
    ("点开购物袋", "Tap the bag"),
    ("直播间更便宜", "Cheaper when live"),
)


def story_of(product: Product, seed: int) -> tuple[Story, music.Tune]:
    rnd = Random(f"film:{product.key}:{seed}")
    tune = music.tune(rnd.randrange(1 << 30))
    hook, *points = (either(*pair) for pair in LINES.get(product.family, LINES["lamp"]))
    close = either(*rnd.choice(_CLOSE))
    return Story(product, hook, (points[0], points[1], points[2]), close, tune.bar_seconds / 4, rnd), tune


def make_film(product: Product, seed: int, target: Path) -> None:
    """Draw, play and encode the film of a product into an MP4 file. Raises EncoderLost."""
    story, tune = story_of(product, seed)
    sound = music.fade(music.play(tune, 4), 0.02, 0.5)
    reel = Reel(story, tune.bar_seconds)
    recipe = Recipe(
        target=str(target),
        container="mp4",
        width=scenes.SIZE[0],
        height=scenes.SIZE[1],
        fps=FPS,
        preset="ultrafast",
        video_bits=2_500_000,
    )
    with Encoder(recipe) as encoder:
        for k in range(reel.frames):
            share = sound[k * recipe.sound_samples : (k + 1) * recipe.sound_samples]
            encoder.add(reel.frame(k).tobytes(), share.tobytes())


class Reel:
    """All pictures of one film, each a function of its number."""

    def __init__(self, story: Story, bar: float) -> None:
        self.bar = bar
        self.frames = int(4 * bar * FPS)
        self.scenes = scenes.build(story, Turntable.of(story.product), bar)
        self.starts = (0.0, bar, 3 * bar)
        self.kinds = story.rnd.sample((0, 1, 2), 2)

    def frame(self, number: int) -> Image.Image:
        t = number / FPS
        now = sum(t >= s for s in self.starts) - 1
        picture = self._shown(now, t)
        since = t - self.starts[now]
        if now and since < _WIPE:
            return wipe(self._shown(now - 1, t), picture, since / _WIPE, self.kinds[now - 1])
        return picture

    def _shown(self, index: int, t: float) -> Image.Image:
        scene: Scene = self.scenes[index]
        return scene.frame(t - self.starts[index])
