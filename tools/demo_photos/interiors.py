"""The places of Starry Meadow, from inside."""

import random

from tools.demo_photos import shelters
from tools.demo_photos.svg import (
    H,
    W,
    blurred,
    conifer,
    forest,
    glow,
    gradient,
    hill,
    milky_way,
    mountains,
    path,
    placed,
    sheet,
    sky,
    stars,
    string_lights,
    water,
)


def bed(blanket: str, shade: str, half: float = 300) -> str:
    """A double bed from its foot; stands on the middle of the floor under it."""
    define, fill = gradient([(0, blanket), (1, shade)])
    pillows = "".join(
        f'<rect x="{x}" y="-318" width="{half * 0.72}" height="96" rx="42" fill="#fffaf0"/><rect x="{x}" '
        f'y="-262" width="{half * 0.72}" height="40" rx="20" fill="#e6dac4" opacity=".6"/>'
        for x in (-half * 0.83, half * 0.11)
    )
    head = (
        f'<rect x="{-half - 14}" y="-372" width="{half * 2 + 28}" height="200" rx="22" '
        f'fill="#7d5a3e"/><rect x="{-half + 8}" y="-352" width="{half * 2 - 16}" height="150" rx="14" '
        f'fill="#93694a"/>'
    )
    sheets = f'<path d="M{-half} -240 H{half} L{half * 1.12} -60 H{-half * 1.12} Z" fill="#f7efe0"/>'
    cover = (
        f'{define}<path d="M{-half * 1.03} -196 Q0 -226 {half * 1.03} -196 L{half * 1.18} 0 '
        f'H{-half * 1.18} Z" fill="{fill}"/><path d="M{-half * 1.03} -196 Q0 -226 {half * 1.03} -196 '
        f'L{half * 1.05} -164 Q0 -196 {-half * 1.05} -164 Z" fill="#fffaf0"/>'
    )
    stripes = "".join(
        f'<path d="M{-half * (1.05 + k * 0.035)} {-120 + k * 34} Q0 {-148 + k * 34} '
        f'{half * (1.05 + k * 0.035)} {-120 + k * 34}" stroke="#fff" stroke-width="5" opacity=".25" '
        f'fill="none"/>'
        for k in range(3)
    )
    legs = (
        f'<rect x="{-half * 1.1}" y="0" width="22" height="24" fill="#4b3222"/><rect x="{half * 1.1 - 22}" '
        f'y="0" width="22" height="24" fill="#4b3222"/>'
    )
    return (
        f'<ellipse cx="0" cy="18" rx="{half * 1.3}" ry="30" fill="#000" '
        f'opacity=".22"/>{legs}{head}{pillows}{sheets}{cover}{stripes}'
    )


def lamp(colour: str = "#ffcf7a") -> str:
    """A lamp on a small table."""
    return (
        f'{glow(0, -250, 260, colour, 0.65)}<path d="M-60 -120 H60 L50 0 M-50 0 L-60 -120" fill="none" '
        f'stroke="#5f4029" stroke-width="13"/><rect x="-74" y="-136" width="148" height="18" rx="6" '
        f'fill="#7d5a3e"/><rect x="-7" y="-200" width="14" height="66" fill="#4b3222"/><path d="M-40 -286 '
        f'H40 L58 -196 H-58 Z" fill="#fff0c9"/>'
    )


def stove() -> str:
    """A small stove with its pipe through the roof."""
    return (
        f'<path d="M0 -230 V-760" stroke="#332f2d" '
        f'stroke-width="30"/>{glow(0, -120, 260, "#ff9a3c", 0.6)}<rect x="-96" y="-232" width="192" '
        f'height="196" rx="14" fill="#3b3634"/><rect x="-112" y="-246" width="224" height="22" rx="8" '
        f'fill="#2b2726"/><rect x="-62" y="-196" width="124" height="112" rx="10" fill="#1b1614"/><path '
        f'd="M-40 -88 C-52 -142 -14 -140 -6 -186 C26 -150 46 -126 36 -88 Z" fill="#f2873a"/><path d="M-20 '
        f'-88 C-26 -116 0 -122 2 -150 C20 -124 22 -108 18 -88 Z" fill="#ffd773"/><path d="M-76 -36 L-88 0 '
        f'M76 -36 L88 0" stroke="#2b2726" stroke-width="15"/><path d="M-30 -246 q0 -58 30 -58 q34 0 34 58 '
        f'Z" fill="#a5533f"/><path d="M34 -270 l36 -20" stroke="#a5533f" stroke-width="11"/>'
    )


def rug(colours: tuple[str, str, str], rx: float = 430) -> str:
    return "".join(
        f'<ellipse cx="0" cy="0" rx="{rx * k}" ry="{rx * k * 0.22}" fill="{colour}"/>'
        for k, colour in zip((1, 0.8, 0.5), colours, strict=True)
    )


def plant() -> str:
    leaves = "".join(
        f'<path d="M0 -110 Q{x * 0.5} {y - 60} {x} {y} Q{x * 0.3} {y + 30} 0 -110 Z" fill="{c}"/>'
        for x, y, c in (
            (-110, -250, "#3f6f4f"),
            (110, -270, "#4f8560"),
            (-60, -330, "#5a9168"),
            (66, -350, "#3f6f4f"),
            (0, -370, "#4f8560"),
        )
    )
    return (
        f'{leaves}<path d="M-54 -116 H54 L40 0 H-40 Z" fill="#b8694a"/><rect x="-62" y="-130" width="124" '
        f'height="24" rx="6" fill="#a55a3e"/>'
    )


def floor(top: float, light: str, dark: str) -> str:
    define, fill = gradient([(0, light), (1, dark)])
    boards = "".join(
        f'<path d="M{800 + (x - 800) * 0.62:.0f} {top} L{800 + (x - 800) * 1.9:.0f} {H}" stroke="#3a281c" '
        f'stroke-width="2.5" opacity=".35"/>'
        for x in range(-900, 2600, 112)
    )
    return f'{define}<rect y="{top}" width="{W}" height="{H - top}" fill="{fill}"/>{boards}'


def window(view: str, shape: str) -> str:
    """What is seen through an opening of the wall; `shape` is a path."""
    return f'<clipPath id="view"><path d="{shape}"/></clipPath><g clip-path="url(#view)">{view}</g>'


def lake_view(chance: random.Random, level: float = 560) -> str:
    far = (
        mountains(chance, level - 30, 260, ("#a3bcc6", "#8ba9b7"), "#faf7f0")
        + hill(chance, level - 50, 30, "#83a99c", "#6c9688")
        + forest(chance, level - 8, 90, (40, 90), "#4a7a68")
    )
    return (
        sky("#9cc8da", "#d9e8df", "#fdf0d6", to=level + 20)
        + far
        + water(chance, level, level + 150, ("#b4d5d4", "#6c9fab"), far)
        + hill(chance, level + 140, 12, "#8db06a", "#557c4d")
    )


def bell() -> str:
    """Morning in the bell tent, the door open to the lake."""
    c = random.Random(5)
    define, canvas = gradient([(0, "#e9d8b6"), (0.5, "#fbf1dc"), (1, "#dcc59b")], across=True)
    rays = "".join(
        f'<path d="M800 -140 L{x} 800" stroke="#c9ae80" stroke-width="4" opacity=".55"/>'
        for x in (-700, -330, -20, 250, 480, 1120, 1350, 1620, 1930, 2300)
    )
    low, wall = gradient([(0, "#e3cfa8"), (1, "#f0e0c0")])
    hem = "".join(
        f'<path d="M{x} 560 q40 26 80 0" fill="none" stroke="#c9ae80" stroke-width="3" opacity=".7"/>'
        for x in range(-40, 1640, 80)
    )
    door = "M800 70 C748 290 640 590 590 806 H1010 C960 590 852 290 800 70 Z"
    flaps = (
        '<path d="M800 70 C748 290 640 590 590 806 H500 C570 560 690 260 800 70 Z" fill="#fff7e6"/><path '
        'd="M800 70 C852 290 960 590 1010 806 H1100 C1030 560 910 260 800 70 Z" fill="#ecd9b4"/><path '
        'd="M592 640 q-56 10 -62 4 M1008 640 q56 10 62 4" stroke="#8a6243" stroke-width="7" fill="none"/>'
    )
    return sheet(
        define, f'<rect width="{W}" height="{H}" fill="{canvas}"/>', rays, low,
        f'<rect y="560" width="{W}" height="260" fill="{wall}" opacity=".6"/>', hem, window(lake_view(c, 600),
            door), flaps,
        glow(800, 560, 520, "#fff6dc", 0.5), floor(800, "#b3875f", "#6f4d35"), path([(590, 806), (1010, 806),
            (1180, H), (420, H)], "#ffe9bd", 'opacity=".22"'), placed(rug(("#a5533f", "#c98560", "#ecd3a8")),
            800, 985),
        placed(stove(), 250, 900), placed(bed("#5f8273", "#3f5f55", 270), 1310, 960), placed(lamp(), 960, 868,
            0.72), string_lights((120, 250), (800, 30), 70, 9), string_lights((800, 30), (1500, 250), 70, 9),
    )  # fmt: skip


def lodge() -> str:
    """Two rooms under canvas, open to the veranda and the water."""
    c = random.Random(12)
    define, canvas = gradient([(0, "#d9c49d"), (1, "#f0e2c6")])
    folds = "".join(
        f'<path d="M800 60 L{x} 640" stroke="#b89d70" stroke-width="4" opacity=".5"/>'
        for x in (-500, -200, 60, 1540, 1800, 2100)
    )
    opening = "M400 790 V300 Q400 236 470 236 H1130 Q1200 236 1200 300 V790 Z"
    drapes = (
        '<path d="M392 230 q96 260 10 580 h-92 V230 Z" fill="#fffaf0"/><path d="M1208 230 q-96 260 -10 580 '
        'h92 V230 Z" fill="#f3e7cf"/><path d="M318 560 q60 18 100 0 M1282 560 q-60 18 -100 0" '
        'stroke="#b98a55" stroke-width="9" fill="none"/>'
    )
    rail = (
        "".join(f'<path d="M{x} 660 V790" stroke="#6d4c34" stroke-width="8"/>' for x in range(420, 1200, 52))
        + '<path d="M396 660 H1204 M396 720 H1204" stroke="#5b3f2b" stroke-width="12"/>'
    )
    beams = (
        '<path d="M0 190 H1600" stroke="#6d4c34" stroke-width="24"/><path d="M300 0 V1000 M1300 0 V1000" '
        'stroke="#7a583d" stroke-width="26"/>'
    )
    return sheet(
        define, f'<rect width="{W}" height="{H}" fill="{canvas}"/>', folds, window(lake_view(c,
            590) + conifer(520, 790, 460, "#2c5a45", "y") + rail, opening), drapes, beams, glow(800, 520, 620,
            "#fff6dc", 0.4), floor(800, "#a97d57", "#684833"),
        path([(400, 800), (1200, 800), (1460, H), (140, H)], "#ffe9bd", 'opacity=".2"'),
        placed(rug(("#51725f", "#7f9a7c", "#d9dcb8"), 520), 800, 990), placed(bed("#c4764f", "#98533a", 300),
            800, 990), placed(lamp(), 330, 940, 0.95), placed(lamp(), 1270, 940, 0.95), placed(plant(), 120,
            960, 1.1), placed(plant(), 1500, 970, 1.15),
    )  # fmt: skip


def dome() -> str:
    """Falling asleep under the clear roof."""
    c = random.Random(18)
    define, wall = gradient([(0, "#3d4763"), (1, "#6b5a58")])
    frame = []
    for corners, side in shelters.facets(960):
        low = sum(y for _, y in corners) / 3 > -300
        shifted = [(x + 800, y * 1.02 + 850) for x, y in corners]
        tone = 0.42 + 0.3 * (1 - abs(side))
        frame.append(
            path(
                shifted,
                wall if low else "none",
                f'fill-opacity="{0.93 if low else 0}" stroke="#d9b98a" stroke-width="11" '
                f'stroke-linejoin="round" stroke-opacity="{tone + 0.25:.2f}"',
            )
        )
    return sheet(
        sky("#0b1431", "#1b2b58", "#3d4a7b", "#7e7090", to=850), stars(c, 200, 800), milky_way(c), hill(c,
            640, 60, "#1a2644", "#131c35"), placed(forest(c, 700, 60, (80, 190), "#0e182b"), 0, 0), define,
            "".join(frame),
        floor(850, "#6d4f3d", "#3b2a23"), placed(rug(("#8a4a3c", "#b37a58", "#e0c49a"), 560), 800, 1010),
        glow(800, 800, 640, "#ffb65a", 0.28), placed(bed("#4c5f92", "#33426d", 320), 800, 1010),
        placed(lamp(), 330, 965), placed(lamp(), 1270, 965), string_lights((60, 560), (430, 240), 60, 7),
        string_lights((1170, 240), (1540, 560), 60, 7), placed(plant(), 110, 990, 0.9),
    )  # fmt: skip


def treehouse() -> str:
    """Breakfast at the window in the leaves."""
    c = random.Random(25)
    define, wall = gradient([(0, "#b98a5f"), (1, "#9a6e4a")])
    planks = "".join(
        f'<path d="M0 {y} H{W}" stroke="#6d4c34" stroke-width="3" opacity=".5"/>' for y in range(64, 840, 64)
    ) + "".join(
        f'<path d="M{c.uniform(0, W):.0f} {y} v64" stroke="#6d4c34" stroke-width="3" opacity=".45"/>'
        for y in range(0, 780, 64)
        for _ in range(2)
    )
    opening = "M330 680 V170 H1150 V680 Z"
    view = (
        sky("#c4dcd8", "#e8eed8", "#fbf3d6")
        + glow(760, 300, 520, "#fffce6", 0.9)
        + forest(c, 760, 46, (300, 480), "#a9c8b0")
        + forest(c, 800, 22, (340, 560), "#7aa78c")
        + forest(c, 850, 9, (420, 640), "#4a8064")
    )
    bars = (
        '<path d="M330 170 H1150 V680 H330 Z M740 170 V680 M330 330 H1150" fill="none" stroke="#5b3f2b" '
        'stroke-width="17"/><rect x="296" y="680" width="888" height="30" rx="6" fill="#5b3f2b"/>'
    )
    table = (
        '<ellipse cx="0" cy="0" rx="300" ry="46" fill="#8a6243"/><ellipse cx="0" cy="-8" rx="300" ry="46" '
        'fill="#a87850"/><path d="M-20 30 L-60 240 M20 30 L60 240" stroke="#5b3f2b" stroke-width="24"/>'
    )
    food = (
        '<path d="M-190 -60 h150 l-20 60 h-110 Z" fill="#b98a55"/><path d="M-190 -60 q75 -110 150 0" '
        'fill="none" stroke="#a0733f" stroke-width="12"/><circle cx="-150" cy="-70" r="32" '
        'fill="#d99a4e"/><circle cx="-96" cy="-78" r="36" fill="#e2ab5f"/><rect x="20" y="-62" width="60" '
        'height="56" rx="10" fill="#fffaf0"/><path d="M80 -50 q28 6 0 34" fill="none" stroke="#fffaf0" '
        'stroke-width="9"/><path d="M40 -80 q-12 -24 4 -44 M62 -80 q-12 -24 4 -44" stroke="#fff" '
        'stroke-width="6" fill="none" opacity=".6"/><rect x="130" y="-108" width="50" height="100" rx="12" '
        'fill="#e79a3c"/><rect x="124" y="-120" width="62" height="18" rx="6" fill="#fff6df"/><ellipse '
        'cx="-10" cy="-6" rx="46" ry="11" fill="#e9dcc6"/><circle cx="-20" cy="-18" r="15" '
        'fill="#c8453a"/><circle cx="6" cy="-16" r="14" fill="#6d9a4f"/>'
    )
    curtain = (
        '<path d="M300 130 q90 280 6 560 H206 V130 Z" fill="#f7efe0"/><path d="M1180 130 q-90 280 -6 560 '
        'h100 V130 Z" fill="#ece0c8"/><path d="M180 128 H1300" stroke="#4b3222" stroke-width="13"/>'
    )
    return sheet(
        define, f'<rect width="{W}" height="{H}" fill="{wall}"/>', planks, window(view, opening), bars,
        curtain, blurred('<path d="M330 700 H1150 L1400 1067 H80 Z" fill="#fff2c9" opacity=".3"/>', 10),
        floor(820, "#9a6e4a", "#5e412e"), placed(rug(("#51725f", "#86a07f", "#e0dfbe"), 460), 640, 1010),
        placed(table, 560, 850), placed(food, 560, 842, 1.1), placed(bed("#5f8273", "#3f5f55", 230), 1330,
            1010, 0.98), placed(lamp(), 1030, 930, 0.8), placed(plant(), 120, 985, 1.05), string_lights((330,
                110), (1150, 110), 24, 12),
    )  # fmt: skip
