"""The places of Starry Meadow, from outside: each a sheet of SVG."""

import random

from tools.demo_photos import shelters
from tools.demo_photos.svg import (
    H,
    W,
    birds,
    broadleaf,
    cloud,
    conifer,
    forest,
    glow,
    grass,
    hill,
    milky_way,
    mist,
    mountains,
    path,
    placed,
    sheet,
    sky,
    star_trails,
    stars,
    string_lights,
    sun,
    water,
)

MEADOW = ("#4d7a4e", "#5f8d56", "#739f60", "#3f6a47")
MEADOW_AT_NIGHT = ("#1d3a38", "#24463f", "#183230")
FLOWERS = ("#fff6df", "#f4c95d", "#e58fa0", "#b9a5e2")


def ground(top: float, light: str, dark: str, chance: random.Random) -> str:
    return hill(chance, top, 22, light, dark)


def lake_tent() -> str:
    """A bell tent by the lake, in the clear light of the morning."""
    c = random.Random(3)
    far = (
        mountains(c, 520, 300, ("#9fb9c4", "#86a5b4"), "#f6f3ec")
        + hill(c, 500, 40, "#86aa9f", "#6f988a")
        + forest(c, 548, 90, (46, 92), "#4a7a68")
    )
    near = (
        conifer(1430, 930, 520, "#27513f", "y")
        + conifer(1560, 960, 640, "#1f4436", "y")
        + conifer(60, 900, 430, "#2c5a45", "y")
    )
    return sheet(
        sky("#8fbfd6", "#cfe3df", "#fbeed4"), sun(1180, 210, 46, "#fff8e2"), cloud(380, 170, 1.5), cloud(820,
            110, 1, opacity=0.6), birds(700, 250), far,
        water(c, 560, 830, ("#a9cdd0", "#5f96a3"), far), ground(800, "#8db06a", "#4a7048", c), grass(c, 815,
            MEADOW, 420, FLOWERS),
        near, placed(shelters.bell(), 640, 868, 1.12), placed(shelters.deck(330), 640, 866, 1.12),
        placed(shelters.chair(), 1090, 950, 0.9), placed(shelters.fire(burning=False), 1240, 985, 0.8),
    )  # fmt: skip


def orchard_tent() -> str:
    """A bell tent among apple trees in the warm afternoon."""
    c = random.Random(8)
    greens = ("#3f6d44", "#568a4f", "#7aa75c")
    rows = "".join(
        broadleaf(c, x, y, h, greens, "#d8503f")
        for x, y, h in (
            (120, 640, 230),
            (330, 625, 200),
            (1010, 622, 200),
            (1210, 640, 230),
            (1440, 650, 250),
        )
    )
    return sheet(
        sky("#a8cfe0", "#dceadb", "#fdf0d3"), cloud(300, 190, 1.3), cloud(1200, 140, 1.7, opacity=0.7),
        sun(900, 220, 40, "#fffaea", 8),
        hill(c, 470, 90, "#a9c4a0", "#8fb187"), hill(c, 540, 70, "#8fb57c", "#6f9c62"), rows, ground(640,
            "#9cc06d", "#5d8a4d", c), grass(c, 660, (*MEADOW, "#8fb763"), 520, FLOWERS),
        placed(shelters.bell(canvas=("#fff4df", "#f1dcb7", "#d2b384")), 820, 850, 1.15),
        placed(shelters.deck(330), 820, 848, 1.15),
        broadleaf(c, 170, 960, 640, greens, "#d8503f"), broadleaf(c, 1530, 940, 560, greens, "#e06a48"),
        string_lights((220, 470), (820, 470), 40, 9), string_lights((820, 470), (1480, 500), 40, 10),
    )  # fmt: skip


def ridge_tent() -> str:
    """A bell tent high above the valley when the sun goes down."""
    c = random.Random(15)
    layers = "".join(
        hill(c, y, 70, a, b)
        for y, a, b in (
            (520, "#d79f83", "#c98f7a"),
            (590, "#b57f78", "#a2706f"),
            (660, "#8a6670", "#775a68"),
            (740, "#5d505f", "#4d4655"),
        )
    )
    return sheet(
        sky("#6f7fae", "#d99a86", "#fbd79c", "#ffe9bd", to=760), sun(430, 470, 58, "#fff1c4", 9), cloud(980,
            200, 1.6, "#ffd9b8", 0.6), cloud(1250, 270, 1.1, "#f7b99a", 0.5),
        mountains(c, 560, 270, ("#c0929a", "#a87d8c")), layers, mist(640, 160, "#ffd9ae", 0.45), path([(0,
            900), (500, 828), (1000, 800), (W, 842), (W, H), (0, H)], "#4a5a45"),
        grass(c, 850, ("#43573f", "#53694a", "#65784f", "#38493a"), 460, ("#ffdf9a", "#f7a072")),
        placed(shelters.bell(canvas=("#ffe9c6", "#e9b98c", "#9f7464")), 1010, 838, 1.12),
        placed(shelters.deck(330), 1010, 836, 1.12), conifer(1500, 930, 520, "#2b3b36"), conifer(1400, 880,
            330, "#314439"), placed(shelters.chair("#a5533f"), 560, 950, 0.95), birds(640, 380, "#5b4a55"),
    )  # fmt: skip


def bell_evening() -> str:
    """The stove is lit, and so are the lights between the trees."""
    c = random.Random(21)
    return sheet(
        sky("#142543", "#34507a", "#8f7f9e", "#eaa983", to=700), stars(c, 170, 480), placed(forest(c, 660, 80,
            (120, 260), "#1d3444"), 0, 0), mist(650, 120, "#d9a58f", 0.35),
        ground(690, "#34524b", "#17302e", c), grass(c, 710, MEADOW_AT_NIGHT, 420), conifer(90, 960, 700,
            "#0e2227"), conifer(260, 900, 460, "#12292d"), conifer(1520, 970, 760, "#0c1e23"),
        placed(shelters.bell(lit=True), 840, 862, 1.2), placed(shelters.deck(330), 840, 860, 1.2),
        string_lights((110, 520), (840, 466), 60, 11), string_lights((840, 466), (1500, 470), 60, 10),
        placed(shelters.fire(), 400, 985), placed(shelters.chair(), 250, 985),
        placed(shelters.chair("#a5533f"), 552, 990, flip=True),
    )  # fmt: skip


def lake_jetty() -> str:
    """The lake before anybody is awake."""
    c = random.Random(31)
    far = (
        mountains(c, 470, 250, ("#b9a9b5", "#a294a6"), "#fbe9dc")
        + hill(c, 460, 40, "#8d97a0", "#7d8a93")
        + forest(c, 494, 110, (50, 100), "#566f74")
    )
    planks = "".join(
        path(
            [
                (748 - k * 17, 640 + k * 30),
                (852 + k * 17, 640 + k * 30),
                (852 + k * 17 + 15, 662 + k * 30),
                (748 - k * 17 - 15, 662 + k * 30),
            ],
            "#7a5a44" if k % 2 else "#87664e",
        )
        for k in range(15)
    )
    posts = "".join(
        f'<rect x="{x - w / 2}" y="{y - 70 * s}" width="{w}" height="{100 * s}" rx="4" fill="#4f392c"/>'
        for x, y, w, s in (
            (724, 660, 14, 0.7),
            (876, 660, 14, 0.7),
            (590, 850, 26, 1.2),
            (1010, 850, 26, 1.2),
        )
    )
    boat = (
        '<path d="M-170 -20 Q-150 38 -70 42 H90 Q160 36 186 -26 Q0 10 -170 -20 Z" fill="#a5533f"/><path '
        'd="M-170 -20 Q0 10 186 -26 Q0 26 -170 -20 Z" fill="#5e3326"/><path d="M-40 4 L-150 -70" '
        'stroke="#e6d3b3" stroke-width="7"/>'
    )
    return sheet(
        sky("#8ea3c4", "#e4b9b0", "#fbdcb4", to=520), sun(1080, 350, 44, "#fff3d0", 8), cloud(420, 150, 1.5,
            "#f9d9cd", 0.7), far, water(c, 505, H, ("#e6bfae", "#6f8aa3"), far + sun(1080, 350, 44, "#fff3d0",
                8), "#fff4df"),
        mist(505, 90, "#ffeede", 0.7), planks, posts, placed(boat, 1240, 800, 1.05), birds(500, 300,
            "#5f5f74"),
        "".join(f'<path d="M{x} {H} q{k} -120 {k * 2} -{h}" stroke="#3f5a4a" stroke-width="6" fill="none" '
            f'stroke-linecap="round"/><ellipse cx="{x + k * 2}" cy="{H - h - 22}" rx="8" ry="30" '
            f'fill="#6b4a33"/>' for x, k, h in ((60, 8, 260), (110, -6, 310), (150, 12, 220), (220, 4, 270),
                (1500, -8, 300), (1560, 6, 250))),
    )  # fmt: skip


def walnut_lodge() -> str:
    """A lodge under old walnut trees."""
    c = random.Random(42)
    greens = ("#2f5c40", "#41764a", "#639553", "#8bb368")
    return sheet(
        sky("#9ccbe0", "#d8e9dd", "#f8efd6"), cloud(1180, 150, 1.4), sun(1300, 120, 40, "#fffbe9", 8), hill(c,
            520, 80, "#a4c39a", "#86ab7f"), placed(forest(c, 620, 70, (90, 180), "#5b8a66"), 0, 0),
        ground(660, "#96bb68", "#54804a", c), grass(c, 680, (*MEADOW, "#86b05e"), 480, FLOWERS), broadleaf(c,
            1270, 760, 700, greens), placed(shelters.lodge(), 760, 850, 1.16),
        broadleaf(c, 170, 930, 840, greens), placed(shelters.chair(), 1290, 975, 0.95),
        placed(shelters.chair("#a5533f"), 1420, 985, 0.95, flip=True),
    )  # fmt: skip


def river_lodge() -> str:
    """A lodge on the bank of the river."""
    c = random.Random(47)
    far = (
        mountains(c, 480, 300, ("#93b0b8", "#7a9aa5"), "#f7f4ee")
        + hill(c, 470, 50, "#7fa592", "#5f8a76")
        + forest(c, 520, 80, (70, 150), "#3f6f5b")
    )
    bank = path([(0, 838), (420, 802), (900, 812), (1180, 870), (1330, 960), (1380, H), (0, H)], "#5f8a50")
    stones = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{r * 0.55}" fill="{col}"/><ellipse cx="{x - r * 0.2}" '
        f'cy="{y - r * 0.18}" rx="{r * 0.55}" ry="{r * 0.2}" fill="#fff" opacity=".25"/>'
        for x, y, r, col in (
            (1340, 890, 54, "#8b8d88"),
            (1450, 960, 74, "#7b7e7b"),
            (1260, 852, 32, "#9a9b95"),
            (1550, 860, 46, "#85888a"),
            (1420, 1040, 60, "#6f7371"),
        )
    )
    return sheet(
        sky("#86bbd3", "#cbe2df", "#f6efd8"), cloud(900, 170, 1.5), cloud(300, 120, 1, opacity=0.6), far,
        water(c, 540, H, ("#a5cdd0", "#3f8093"), far), bank, stones,
        grass(c, 850, MEADOW, 200, ()), bank.replace("#5f8a50", "none"), placed(shelters.lodge(), 600, 826,
            1.1), conifer(70, 900, 560, "#255040", "y"), conifer(1090, 830, 300, "#2c5b47", "y"),
            conifer(1170, 858, 220, "#32644d", "y"),
    )  # fmt: skip


def lodge_evening() -> str:
    """Supper on the veranda."""
    c = random.Random(53)
    return sheet(
        sky("#1b2c4c", "#51618c", "#c58f8d", "#f6c58d", to=720), stars(c, 110, 380), mountains(c, 620, 250,
            ("#56618a", "#47547a")), placed(forest(c, 680, 90, (90, 210), "#22394a"), 0, 0), ground(710,
            "#3b5547", "#192f2c", c),
        grass(c, 730, MEADOW_AT_NIGHT, 400), conifer(1540, 960, 720, "#0f2429"), conifer(1400, 880, 430,
            "#132b2f"), placed(shelters.lodge(lit=True), 760, 850, 1.2), string_lights((300, 610), (1220,
                610), 34, 14),
        placed(shelters.fire(0.9), 1290, 1000), placed(shelters.chair("#a5533f"), 1440, 1005, flip=True),
        conifer(50, 940, 560, "#0e2227"),
    )  # fmt: skip


def dome_of_the_north_star() -> str:
    """A whole night in one picture."""
    c = random.Random(61)
    return sheet(
        sky("#0a1530", "#152a52", "#2e4c74", "#6d7d92", to=800), star_trails(560, 250, c), mountains(c, 690,
            200, ("#1d3050", "#172744")), placed(forest(c, 740, 90, (80, 190), "#0f2030"), 0, 0),
        ground(760, "#21403f", "#0e2024", c), grass(c, 780, MEADOW_AT_NIGHT, 380), placed(shelters.dome(c,
            lit=True), 980, 872, 1.2), conifer(1530, 980, 640, "#091720"), conifer(90, 960, 520, "#0b1a23"),
            conifer(210, 930, 360, "#0d1e27"),
    )  # fmt: skip


def dome_of_the_milky_way() -> str:
    """The dome under the band it is named after."""
    c = random.Random(64)
    return sheet(
        sky("#0b1431", "#1a2a58", "#3b4879", "#8a7390", to=800), stars(c, 420, 720), milky_way(c), hill(c,
            690, 60, "#22345a", "#1a2848"), placed(forest(c, 740, 80, (90, 210), "#111d33"), 0, 0),
        ground(770, "#2a3d4a", "#101b28", c), grass(c, 790, ("#20323c", "#293f47", "#1a2a35"), 380),
        placed(shelters.dome(c, lit=True, through="#ffe3ab"), 620, 872, 1.2), placed(shelters.fire(0.8), 1180,
            990), placed(shelters.chair(), 1330, 995, flip=True), placed(shelters.chair("#a5533f"), 1040,
            1000),
    )  # fmt: skip


def dome_morning() -> str:
    """Mist in the meadow, coffee in the dome."""
    c = random.Random(67)
    return sheet(
        sky("#a7c4d8", "#e9dccb", "#fdeccb"), sun(300, 330, 50, "#fffaea", 8), mountains(c, 600, 280,
            ("#b5c3cc", "#a0b1bd"), "#ffffff"), hill(c, 580, 60, "#a9c0ac", "#8fae98"), placed(forest(c, 660,
                80, (90, 190), "#6a9383"), 0, 0), mist(640, 150, "#fff", 0.75),
        ground(700, "#a2c07c", "#5b8452", c), grass(c, 720, (*MEADOW, "#8ab065"), 480, FLOWERS),
        placed(shelters.dome(c, through="#a9c6d6"), 880, 872, 1.22), mist(800, 90, "#fff", 0.3), conifer(1500,
            950, 560, "#2d5a48", "y"), conifer(110, 930, 420, "#356550", "y"), birds(620, 220),
    )  # fmt: skip


def in_the_deodar() -> str:
    """The treehouse among its neighbours."""
    c = random.Random(71)
    return sheet(
        sky("#b9d8dc", "#e3ecd8", "#f5efd3"), glow(900, 260, 620, "#fffbe2", 0.9), placed(forest(c, 760, 60,
            (380, 620), "#a9c8b2"), 0, 0), placed(forest(c, 840, 34, (460, 720), "#7fab92"), 0, 0), mist(720,
            260, "#f7f7e4", 0.5),
        placed(forest(c, 900, 10, (560, 860), "#4f8569", (-40, 520)), 0, 0), placed(forest(c, 900, 10, (560,
            860), "#4f8569", (1120, 1660)), 0, 0), ground(890, "#6f9a58", "#365c3f", c), grass(c, 905,
            ("#44704a", "#55824f", "#365f42"), 380, ("#fff6df",)),
        placed(shelters.treehouse(c), 800, 610, 1.02), conifer(60, 1040, 940, "#1d4435", "y"), conifer(1570,
            1060, 1000, "#1a3f31", "y"),
    )  # fmt: skip


def rope_bridge() -> str:
    """The way to one's own door."""
    c = random.Random(74)
    boards = "".join(
        path(
            [
                (-20 + k * 84, 700 + 120 * (1 - ((k - 8) / 8) ** 2)),
                (46 + k * 84, 700 + 120 * (1 - ((k - 7.3) / 8) ** 2)),
                (52 + k * 84, 722 + 120 * (1 - ((k - 7.3) / 8) ** 2)),
                (-14 + k * 84, 722 + 120 * (1 - ((k - 8) / 8) ** 2)),
            ],
            "#7a583d" if k % 2 else "#8a6647",
        )
        for k in range(17)
    )
    ropes = "".join(
        f'<path d="M-20 {y} Q670 {y + 240} 1360 {y}" fill="none" stroke="#c9ab7a" stroke-width="{w}"/>'
        for y, w in ((540, 9), (618, 5), (704, 9))
    )
    ties = "".join(
        f'<path d="M{x} {540 + 120 * (1 - ((x - 670) / 690) ** 2):.0f} '
        f'V{704 + 120 * (1 - ((x - 670) / 690) ** 2):.0f}" stroke="#c9ab7a" stroke-width="4"/>'
        for x in range(10, 1340, 62)
    )
    return sheet(
        sky("#c9dcd0", "#e9eed6", "#fdf4d6"), glow(520, 240, 700, "#fffce8", 0.95), placed(forest(c, 900, 50,
            (480, 800), "#b3cdb2"), 0, 0), mist(720, 360, "#f8f8e6", 0.6), placed(forest(c, 1010, 26, (560,
                900), "#86ae90"), 0, 0), mist(900, 260, "#f3f6e2", 0.5),
        placed(forest(c, 1120, 14, (620, 980), "#578a6a"), 0, 0), conifer(30, 1180, 1150, "#214a39", "y"),
        boards, ties, ropes, placed(shelters.treehouse(c), 1310, 720, 1.12), birds(380, 260, "#50695c"),
    )  # fmt: skip


def treehouse_night() -> str:
    """Light in the crown."""
    c = random.Random(77)
    return sheet(
        sky("#0e1c33", "#1f3a55", "#47647a"), stars(c, 260, 700), sun(330, 200, 38, "#fdf3d8", 7),
        placed(forest(c, 820, 50, (420, 700), "#1b3444"), 0, 0), placed(forest(c, 900, 14, (520, 860),
            "#12262f", (-40, 560)), 0, 0), placed(forest(c, 900, 14, (520, 860), "#12262f", (1080, 1660)), 0,
            0),
        ground(900, "#1d3a38", "#0c1a1e", c), grass(c, 915, MEADOW_AT_NIGHT, 320),
        placed(shelters.treehouse(c, lit=True, leaves=("#122f2c", "#1a3f38", "#275647")), 800, 610, 1.04),
        string_lights((540, 600), (110, 560), 50, 7), string_lights((1070, 600), (1500, 560), 50, 7),
    )  # fmt: skip


def pitch_evening(number: int) -> str:
    """One's own tent, one's own fire: the first pitch by the birches, the second with the wide view."""
    c = random.Random(80 + number)
    first = number == 1
    tent = shelters.family_tent(lit=True) if first else shelters.family_tent("#3f7f86", "#2c5f68", lit=True)
    back = (
        placed(forest(c, 660, 90, (90, 200), "#3b4a5e"), 0, 0)
        if first
        else mountains(c, 640, 330, ("#7d7396", "#655f84"), "#f3d3c4")
        + hill(c, 640, 50, "#5c5b74", "#4b4f66")
    )
    colours = (
        ("#2c3d6b", "#8c7799", "#eea587", "#ffd9a0")
        if first
        else ("#3c5183", "#a98aa0", "#f4b48d", "#ffe2ae")
    )
    return sheet(
        sky(*colours, to=700), stars(c, 70, 260), sun(1180 if first else 420, 560, 46, "#ffeec2", 9),
        cloud(480, 180, 1.4, "#f7c5b0", 0.45), back, mist(660, 130, "#ffcf9f", 0.4), ground(700, "#6d7a51",
            "#2f463c", c),
        grass(c, 720, ("#3f5a45", "#4f6b4b", "#5f7a4f", "#324b3e"), 460, ("#ffe9b0",)), placed(tent,
            640 if first else 960, 870, 1.15), placed(shelters.fire(1.15), 1180 if first else 330, 985),
            placed(shelters.chair(), 1350 if first else 170, 1000, flip=first),
            placed(shelters.chair("#a5533f"), 1030 if first else 500, 1010, flip=not first),
        string_lights((80, 560), (640, 600), 50, 8) + conifer(70, 960, 640,
            "#1f3537") if first else conifer(1530, 970, 680, "#22373c"),
    )  # fmt: skip


def pitch_morning() -> str:
    """Grass as far as one can see."""
    c = random.Random(91)
    return sheet(
        sky("#7fb8dc", "#c8e2e6", "#f4f2dd"), cloud(330, 180, 1.7), cloud(1020, 130, 1.3, opacity=0.8),
        cloud(1390, 240, 0.9, opacity=0.6), mountains(c, 560, 300, ("#9db7c6", "#86a4b5"), "#fbfaf5"), hill(c,
            540, 60, "#93b98f", "#7ba77b"), placed(forest(c, 610, 90, (60, 130), "#548667"), 0, 0),
        ground(640, "#a8cc74", "#5f9150", c), grass(c, 655, (*MEADOW, "#8fbd62", "#a2c96c"), 620, (*FLOWERS,
            "#e5674f", "#fff6df")), placed(shelters.family_tent(), 1010, 800, 0.85),
            placed(shelters.family_tent("#3f7f86", "#2c5f68"), 420, 740, 0.5), birds(720, 260),
    )  # fmt: skip
