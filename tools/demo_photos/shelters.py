"""Where one sleeps: each stands on the middle of the ground under it, about 600 wide."""

import itertools
import math
import random

from tools.demo_photos.svg import Point, glow, gradient, path

WOOD, DARK, LIGHT = "#8a6243", "#4b3222", "#ffcf7a"


def deck(half: float, depth: float = 34, colour: str = "#96704f") -> str:
    """Planks seen from the front."""
    define, fill = gradient([(0, colour), (1, "#6d4c34")])
    lines = "".join(
        f'<path d="M{x} 0 L{x * 1.07:.0f} {depth}" stroke="#5b3f2b" stroke-width="1.6" opacity=".6"/>'
        for x in range(-int(half) + 30, int(half), 44)
    )
    legs = "".join(
        f'<rect x="{x}" y="{depth}" width="16" height="22" fill="#4b3222"/>'
        for x in (-half * 0.9, -half * 0.3, half * 0.3, half * 0.9 - 16)
    )
    floor = path([(-half, 0), (half, 0), (half * 1.07, depth), (-half * 1.07, depth)], fill)
    edge = f'<rect x="{-half * 1.07}" y="{depth}" width="{half * 2.14}" height="9" fill="#54392a"/>'
    return f"{define}{legs}{floor}{lines}{edge}"


def bell(*, lit: bool = False, canvas: tuple[str, str, str] = ("#fbf3e2", "#ecdcbf", "#cdb893")) -> str:
    """A round tent around one pole, its door open."""
    light, mid, shade = ("#ffe3ab", "#f0bd78", "#b9824f") if lit else canvas
    define, fill = gradient([(0, light), (0.55, mid), (1, shade)], across=True)
    roof = "M0 -330 C-34 -262 -150 -150 -262 -108 L262 -108 C150 -150 34 -262 0 -330 Z"
    walls = "M-262 -108 L-252 0 H252 L262 -108 Z"
    seams = "".join(
        f'<path d="M0 -330 C{x * 0.13:.0f} -262 {x * 0.57:.0f} -150 {x} -108 V0" fill="none" '
        f'stroke="{shade}" stroke-width="2.5" opacity=".75"/>'
        for x in (-190, -110, 110, 190)
    )
    frill = "".join(
        f'<path d="M{x} -108 q13 20 26 0" fill="{mid}" stroke="{shade}" stroke-width="1"/>'
        for x in range(-262, 250, 26)
    )
    warm, fire = (
        gradient([(0, "#ffe09a"), (1, "#c9793c")]) if lit else gradient([(0, "#6b4a33"), (1, "#3b281d")])
    )
    door = f'{warm}<path d="M0 -246 C-14 -170 -52 -84 -74 0 H74 C52 -84 14 -170 0 -246 Z" fill="{fire}"/>'
    bed = (
        '<path d="M-44 0 V-28 q0 -10 12 -10 H28 q12 0 12 10 V0 Z" fill="#e9dcc6"/><rect x="-44" y="-16" '
        'width="84" height="16" fill="#b65f45"/>'
    )
    lamp = glow(0, -90, 90, "#fff0b8", 0.9) + '<circle cx="0" cy="-92" r="8" fill="#fff6d8"/>'
    flaps = (
        f'<path d="M0 -246 C-14 -170 -52 -84 -74 0 H-108 C-86 -60 -40 -150 0 -246 Z" fill="{light}"/><path '
        f'd="M0 -246 C14 -170 52 -84 74 0 H108 C86 -60 40 -150 0 -246 Z" fill="{mid}"/>'
        f'<path d="M-62 -70 l-34 6 M62 -70 l34 6" stroke="{DARK}" stroke-width="3"/>'
    )
    ropes = (
        '<path d="M-262 -108 L-350 4 M262 -108 L350 4 M-190 -118 L-300 6 M190 -118 L300 6" '
        'stroke="#efe6d2" stroke-width="2" opacity=".7"/>'
    )
    pipe = (
        '<path d="M124 -176 V-300" stroke="#2f2b2a" stroke-width="13"/><path d="M112 -300 h24 l-4 -14 h-16 '
        'Z" fill="#2f2b2a"/>'
    )
    smoke = (
        '<path d="M124 -322 q-22 -34 4 -62 q26 -30 -2 -66 q-18 -26 6 -50" fill="none" stroke="#fff" '
        'stroke-width="16" stroke-linecap="round" opacity=".22"/>'
    )
    tip = f'<circle cx="0" cy="-334" r="7" fill="{DARK}"/>'
    aura = glow(0, -120, 430, "#ffb95e", 0.5) if lit else ""
    return (
        f'{aura}{ropes}{smoke}{pipe}{define}<path d="{walls}" fill="{fill}"/><path d="{walls}" fill="#000" '
        f'opacity=".05"/><path d="{roof}" fill="{fill}"/>{seams}{frill}{door}{bed}{lamp}{flaps}{tip}'
    )


def lodge(*, lit: bool = False) -> str:
    """Canvas under a great roof on poles, with a veranda."""
    define, fill = (
        gradient([(0, "#efe3cb"), (1, "#c4ab82")]) if not lit else gradient([(0, "#d9bd91"), (1, "#a17f57")])
    )
    wall, canvas = gradient([(0, "#dccbaa"), (1, "#b99f77")])
    warm, fire = (
        gradient([(0, "#ffe2a0"), (1, "#d98c4c")]) if lit else gradient([(0, "#7d5d43"), (1, "#4a3324")])
    )
    poles = "".join(
        f'<rect x="{x}" y="-214" width="13" height="214" fill="{DARK}"/>' for x in (-322, -110, 98, 310)
    )
    roof = path([(-250, -352), (250, -352), (392, -196), (-392, -196)], fill)
    fringe = "".join(f'<path d="M{x} -196 q14 20 28 0" fill="#c4ab82"/>' for x in range(-392, 380, 28))
    ridge = f'<rect x="-254" y="-360" width="508" height="11" rx="5" fill="{DARK}"/>'
    seams = "".join(
        f'<path d="M{x * 0.64:.0f} -352 L{x} -196" stroke="#a98f68" stroke-width="2.4"/>'
        for x in (-230, -80, 80, 230)
    )
    front = (
        f'{wall}<rect x="-290" y="-200" width="580" height="200" fill="{canvas}"/>{warm}<rect x="-92" '
        f'y="-186" width="184" height="186" rx="6" fill="{fire}"/>'
    )
    bed = (
        '<rect x="-58" y="-62" width="116" height="62" rx="8" fill="#efe4d0"/><rect x="-58" y="-36" '
        'width="116" height="36" fill="#51725f"/><rect x="-46" y="-74" width="40" height="24" rx="8" '
        'fill="#fff"/><rect x="8" y="-74" width="40" height="24" rx="8" fill="#fff"/>'
    )
    curtains = (
        '<path d="M-92 -186 q34 90 6 186 h-26 V-186 Z M92 -186 q-34 90 -6 186 h26 V-186 Z" fill="#f6ecd8"/>'
    )
    windows = "".join(
        f'{glow(x + 46, -110, 90, "#ffd98a", 0.5) if lit else ""}<rect x="{x}" y="-150" width="92" '
        f'height="72" rx="5" fill="{"#ffdc94" if lit else "#5d4938"}"/><path d="M{x + 46} -150 v72 M{x} '
        f'-114 h92" stroke="{DARK}" stroke-width="4"/>'
        for x in (-236, 144)
    )
    rail = "".join(
        f'<path d="M{x} -62 V0" stroke="{WOOD}" stroke-width="6"/>'
        for x in (*range(-316, -110, 34), *range(110, 316, 34))
    )
    rails = (
        f'<path d="M-322 -62 H-100 M104 -62 H322 M-322 -30 H-100 M104 -30 H322" stroke="{WOOD}" '
        f'stroke-width="7"/>'
    )
    steps = "".join(
        f'<rect x="{-74 - i * 9}" y="{34 + i * 17}" width="{148 + i * 18}" height="13" fill="{WOOD}"/>'
        for i in range(3)
    )
    aura = glow(0, -110, 470, "#ffb95e", 0.45) if lit else ""
    lamp = (
        glow(0, -150, 120, "#fff0b8", 0.9)
        + '<path d="M0 -196 v30" stroke="#2b211b" stroke-width="2"/><circle cx="0" cy="-160" r="9" '
        'fill="#fff6d8"/>'
    )
    inside = f"{aura}{front}{bed}{curtains}{windows}{lamp if lit else ''}"
    return f"{inside}{poles}{define}{roof}{seams}{fringe}{ridge}{rail}{rails}{deck(344)}{steps}"


def facets(radius: float) -> list[tuple[list[Point], float]]:
    """The triangles of a dome that face us, with how much they look to the right."""
    rings = [(0, 12), (24, 12), (47, 9), (68, 5), (90, 1)]
    points: list[list[Point]] = []
    for row, (height, count) in enumerate(rings):
        lat = math.radians(height)
        shift = 0.5 if row % 2 else 0
        points.append(
            [
                (
                    radius * math.cos(lat) * math.sin(math.radians(-90 + 180 * (i + shift) / count)),
                    -radius * math.sin(lat),
                )
                for i in range(count + (0 if shift else 1))
            ]
            if count > 1
            else [(0, -radius)]
        )
    found = []
    for low, high in itertools.pairwise(points):
        line = sorted([(x, y, 0) for x, y in low] + [(x, y, 1) for x, y in high])
        a, b = [p for p in line if p[2] == 0], [p for p in line if p[2] == 1]
        i = j = 0
        while i + 1 < len(a) or j + 1 < len(b):
            third = (
                a[i + 1]
                if j + 1 >= len(b) or (i + 1 < len(a) and a[i + 1][0] + a[i][0] <= b[j + 1][0] + b[j][0])
                else b[j + 1]
            )
            corners = [(p[0], p[1]) for p in (a[i], b[j], third)]
            found.append((corners, sum(x for x, _ in corners) / 3 / radius))
            i, j = (i + 1, j) if third[2] == 0 else (i, j + 1)
    return found


def dome(chance: random.Random, *, lit: bool = False, through: str = "#9db9c9") -> str:
    """Triangles of canvas, those of the upper front clear."""
    parts = []
    for corners, side in facets(290):
        clear = sum(y for _, y in corners) / 3 < -118 and -0.62 < side < 0.55
        tone = int(238 - 66 * max(0, side) - 18 * max(0, -side) + chance.uniform(-7, 7))
        colour = f"rgb({tone},{int(tone * 0.955)},{int(tone * 0.87)})"
        if lit:
            colour = f"rgb({min(255, tone + 10)},{int(tone * 0.8)},{int(tone * 0.55)})"
        if clear:
            colour = "#ffdf9f" if lit and chance.random() < 0.85 else through
        frame = "#6b4a2f" if lit else "#f8f3e7"
        parts.append(
            path(
                corners,
                colour,
                f'stroke="{frame}" stroke-width="4" stroke-linejoin="round" '
                f'fill-opacity="{0.86 if clear else 1}"',
            )
        )
    warm, fire = (
        gradient([(0, "#fff0c0"), (1, "#e3a35c")]) if lit else gradient([(0, "#775843"), (1, "#432e22")])
    )
    door = (
        f'{warm}<path d="M-50 0 V-104 Q-50 -140 0 -140 Q50 -140 50 -104 V0 Z" fill="{fire}" '
        f'stroke="{DARK}" stroke-width="9"/><path d="M0 -140 V0" stroke="{DARK}" stroke-width="5"/>'
    )
    aura = glow(0, -130, 500, "#ffb65a", 0.5) if lit else ""
    pots = "".join(
        f'<rect x="{x}" y="-30" width="34" height="30" rx="4" fill="#a75f42"/><circle cx="{x + 17}" '
        f'cy="-44" r="24" fill="#4f7a55"/><circle cx="{x + 6}" cy="-52" r="13" fill="#6d9a6b"/>'
        for x in (-112, 78)
    )
    return f"{aura}{''.join(parts)}{door}{pots}{deck(350)}"


def treehouse(
    chance: random.Random, *, lit: bool = False, leaves: tuple[str, ...] = ("#23513c", "#2f6b4a", "#4c8a5c")
) -> str:
    """A cabin in a great tree, six metres up."""
    trunk = (
        '<path d="M-62 420 C-30 330 -46 160 -34 -60 L-30 -420 H34 L40 -60 C50 160 40 330 78 420 Z" '
        'fill="#4a3527"/><path d="M10 420 C20 280 20 60 16 -420 H34 L40 -60 C50 160 40 330 78 420 Z" '
        'fill="#000" opacity=".16"/>'
    )
    crown = "".join(
        f'<circle cx="{max(-300, min(300, chance.gauss(0, 150))):.0f}" '
        f'cy="{-370 - i * 22 + chance.gauss(0, 62):.0f}" r="{chance.uniform(44, 86) * (1 - i * 0.22):.0f}" '
        f'fill="{colour}"/>'
        for i, colour in enumerate(leaves)
        for _ in range(30)
    )
    define, fill = gradient([(0, "#a87750"), (1, "#7d5638")])
    cabin = f'{define}<rect x="-190" y="-206" width="380" height="196" fill="{fill}"/>' + "".join(
        f'<path d="M-190 {y} H190" stroke="#5f4029" stroke-width="2.4" opacity=".6"/>'
        for y in range(-184, -10, 24)
    )
    roof = path(
        [(0, -352), (-250, -184), (-218, -176), (0, -312), (218, -176), (250, -184)], "#3b2a20"
    ) + path([(0, -318), (-206, -188), (206, -188)], "#936746")
    glass = "#ffdb8c" if lit else "#bcd3d2"
    windows = "".join(
        f'{glow(x + 42, -112, 120, "#ffcf7a", 0.6) if lit else ""}<rect x="{x}" y="-156" width="84" '
        f'height="88" rx="4" fill="{glass}"/><path d="M{x + 42} -156 v88 M{x} -112 h84" stroke="{DARK}" '
        f'stroke-width="6"/><rect x="{x - 5}" y="-70" width="94" height="9" fill="{DARK}"/>'
        for x in (-160, 76)
    )
    door = (
        f'<rect x="-42" y="-142" width="84" height="132" rx="4" fill="{"#ffe6ae" if lit else "#5b3c28"}" '
        f'stroke="{DARK}" stroke-width="7"/><circle cx="26" cy="-76" r="5" fill="{LIGHT}"/>'
    )
    gable = (
        f'{glow(0, -238, 80, "#ffcf7a", 0.7) if lit else ""}<circle cx="0" cy="-238" r="27" fill="{glass}" '
        f'stroke="{DARK}" stroke-width="6"/>'
    )
    floor = (
        f'<rect x="-262" y="-12" width="524" height="24" rx="4" fill="{DARK}"/><path d="M-210 12 L-40 132 '
        f'M210 12 L44 132" stroke="#5f4029" stroke-width="17"/>'
    )
    rail = "".join(
        f'<path d="M{x} -72 V-10" stroke="{WOOD}" stroke-width="6"/>'
        for x in (*range(-254, -190, 22), *range(200, 258, 22))
    )
    rails = f'<path d="M-258 -70 H-190 M192 -70 H258" stroke="{WOOD}" stroke-width="8"/>'
    basket = (
        '<path d="M236 -12 V150" stroke="#e9dcc0" stroke-width="3"/><path d="M212 150 h48 l-7 40 h-34 Z" '
        'fill="#b98a55"/><path d="M212 150 q24 -34 48 0" fill="none" stroke="#b98a55" stroke-width="5"/>'
    )
    aura = glow(0, -110, 420, "#ffb65a", 0.4) if lit else ""
    return f"{trunk}{crown}{aura}{floor}{cabin}{roof}{windows}{gable}{door}{rail}{rails}{basket}"


def family_tent(main: str = "#d9813f", shade: str = "#b25f2a", *, lit: bool = False) -> str:
    """One's own tent, with room for six."""
    inside = "#ffe0a0" if lit else "#3c2b22"
    ropes = '<path d="M-300 -60 L-390 6 M300 -60 L390 6" stroke="#efe6d2" stroke-width="2.4" opacity=".7"/>'
    body = (
        f'<path d="M-310 0 C-290 -150 -200 -236 -60 -244 L150 -238 C240 -224 292 -140 310 0 Z" '
        f'fill="{main}"/><path d="M-60 -244 L150 -238 C240 -224 292 -140 310 0 H90 C80 -120 20 -210 -60 '
        f'-244 Z" fill="{shade}"/>'
    )
    door = (
        f'<path d="M-192 0 C-184 -96 -150 -168 -96 -190 C-40 -164 -4 -90 4 0 Z" fill="{inside}"/><path '
        f'd="M-96 -190 C-60 -160 -34 -90 -38 0 H4 C-4 -90 -40 -164 -96 -190 Z" fill="{main}"/>'
    )
    window = (
        f'<path d="M140 -150 q60 2 84 62 l-86 2 Z" fill="{"#ffd98a" if lit else "#f4e6c8"}" opacity=".9"/>'
    )
    pole = (
        f'<path d="M-310 0 C-290 -150 -200 -236 -60 -244 M90 0 C80 -120 20 -210 -60 -244" fill="none" '
        f'stroke="{shade}" stroke-width="7"/>'
    )
    aura = glow(-40, -110, 420, "#ffb65a", 0.4) if lit else ""
    return f"{aura}{ropes}{body}{door}{window}{pole}"


def fire(scale: float = 1, *, burning: bool = True) -> str:
    """A ring of stones with a fire in it."""
    stones = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="21" ry="14" fill="{c}"/>'
        for x, y, c in (
            (-72, 2, "#7d776f"),
            (-42, 14, "#8d877e"),
            (-6, 18, "#76706a"),
            (32, 14, "#918b82"),
            (66, 3, "#7b756d"),
        )
    )
    logs = (
        f'<path d="M-46 4 L34 -16 M44 4 L-30 -18" stroke="{DARK}" stroke-width="15" stroke-linecap="round"/>'
    )
    flames = (
        '<path d="M-34 -8 C-46 -58 -14 -64 -10 -112 C22 -78 40 -54 30 -8 Z" fill="#f2873a"/><path d="M-20 '
        '-8 C-26 -40 -4 -48 -2 -78 C18 -52 22 -34 16 -8 Z" fill="#ffc95e"/><path d="M-8 -8 C-10 -26 2 -32 2 '
        '-48 C12 -32 12 -20 8 -8 Z" fill="#fff1c2"/>'
    )
    body = f"{glow(0, -40, 300, '#ff9a3c', 0.6)}{logs}{flames}" if burning else logs
    return f'<g transform="scale({scale})">{body}{stones}</g>'


def chair(colour: str = "#3f6a55") -> str:
    """A folding chair from the side."""
    return (
        f'<path d="M-30 0 L34 -66 M30 0 L-38 -66" stroke="#3a2a20" stroke-width="7" '
        f'stroke-linecap="round"/><path d="M-44 -66 H34 L50 -150" fill="none" stroke="#3a2a20" '
        f'stroke-width="7"/><path d="M-42 -70 H36 L52 -148 h-16 L22 -84 H-42 Z" fill="{colour}"/>'
    )
