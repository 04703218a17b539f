"""What landscapes are made of, as SVG on a sheet of 1600 by 1067."""

import itertools
import random
from collections.abc import Sequence

W, H = 1600, 1067
Point = tuple[float, float]
_ids = itertools.count()


def uid() -> str:
    return f"i{next(_ids)}"


def gradient(
    stops: Sequence[tuple[float, str]], *, across: bool = False, opacity: Sequence[float] | None = None
) -> tuple[str, str]:
    """Its definition, and what a fill calls it."""
    name = uid()
    end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    parts = "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity[i] if opacity else 1}"/>'
        for i, (at, colour) in enumerate(stops)
    )
    return f'<linearGradient id="{name}" x1="0" y1="0" {end}>{parts}</linearGradient>', f"url(#{name})"


def path(points: Sequence[Point], fill: str, more: str = "") -> str:
    return f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)} Z" fill="{fill}" {more}/>'


def sheet(*parts: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" '
        f'height="{H}">{"".join(parts)}</svg>'
    )


def placed(body: str, x: float, y: float, scale: float = 1, *, flip: bool = False) -> str:
    return f'<g transform="translate({x} {y}) scale({-scale if flip else scale} {scale})">{body}</g>'


def blurred(body: str, by: float) -> str:
    name = uid()
    return (
        f'<filter id="{name}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur '
        f'stdDeviation="{by}"/></filter><g filter="url(#{name})">{body}</g>'
    )


def sky(*colours: str, to: float = H) -> str:
    define, fill = gradient([(i / (len(colours) - 1), colour) for i, colour in enumerate(colours)])
    return f'{define}<rect width="{W}" height="{to}" fill="{fill}"/>'


def glow(x: float, y: float, r: float, colour: str, strength: float = 0.6) -> str:
    name = uid()
    stops = (
        f'<stop offset="0" stop-color="{colour}" stop-opacity="{strength}"/><stop offset="1" '
        f'stop-color="{colour}" stop-opacity="0"/>'
    )
    return (
        f'<radialGradient id="{name}">{stops}</radialGradient><circle cx="{x}" cy="{y}" r="{r}" '
        f'fill="url(#{name})"/>'
    )


def sun(x: float, y: float, r: float, colour: str, halo: float = 6) -> str:
    return glow(x, y, r * halo, colour, 0.55) + f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>'


def stars(chance: random.Random, count: int, to: float, colour: str = "#fff") -> str:
    found = []
    for _ in range(count):
        x, y, r = chance.uniform(0, W), chance.uniform(0, to), chance.choice([0.9, 1.1, 1.4, 1.8, 2.6])
        found.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r}" fill="{colour}" '
            f'opacity="{chance.uniform(0.35, 1) * (1 - y / to * 0.6):.2f}"/>'
        )
    return "".join(found)


def milky_way(chance: random.Random) -> str:
    """A band from the lower left to the upper right."""
    band = (
        '<ellipse cx="820" cy="330" rx="900" ry="105" fill="#8fa3d6" opacity=".38"/><ellipse cx="900" '
        'cy="320" rx="620" ry="50" fill="#e8d8e0" opacity=".4"/>'
    )
    dark = '<ellipse cx="760" cy="345" rx="420" ry="16" fill="#141f3d" opacity=".55"/>'
    dots = "".join(
        f'<circle cx="{chance.uniform(-60, 1700):.0f}" cy="{chance.gauss(330, 55):.0f}" '
        f'r="{chance.choice([0.8, 1.1, 1.6])}" fill="#fff" opacity="{chance.uniform(0.3, 0.95):.2f}"/>'
        for _ in range(420)
    )
    return f'<g transform="rotate(-24 800 400)">{blurred(band, 46)}{blurred(dark, 16)}{dots}</g>'


def star_trails(x: float, y: float, chance: random.Random) -> str:
    """A long night around the pole star."""
    arcs = []
    for _ in range(120):
        r, begin, colour = (
            chance.uniform(24, 1200),
            chance.uniform(0, 360),
            chance.choice(["#fff", "#cfdcff", "#ffe9c9"]),
        )
        length = r * 0.5
        arcs.append(
            f'<circle cx="{x}" cy="{y}" r="{r:.0f}" fill="none" stroke="{colour}" '
            f'stroke-width="{chance.choice([1, 1.4, 2])}" stroke-linecap="round" '
            f'stroke-dasharray="{length:.0f} 9999" transform="rotate({begin:.0f} {x} {y})" '
            f'opacity="{chance.uniform(0.25, 0.75):.2f}"/>'
        )
    return "".join(arcs) + glow(x, y, 40, "#fff", 0.9) + f'<circle cx="{x}" cy="{y}" r="4.5" fill="#fff"/>'


def cloud(x: float, y: float, scale: float, colour: str = "#fff", opacity: float = 0.8) -> str:
    puffs = ((0, 0, 120, 26), (-70, -12, 60, 30), (10, -30, 74, 42), (84, -10, 56, 28))
    return placed(
        "".join(f'<ellipse cx="{a}" cy="{b}" rx="{c}" ry="{d}" fill="{colour}"/>' for a, b, c, d in puffs),
        x,
        y,
        scale,
    ).replace("<g ", f'<g opacity="{opacity}" ', 1)


def jagged(chance: random.Random, level: float, height: float, steps: int = 6) -> list[Point]:
    """A ridge from left to right, by halving and shifting."""
    line = [
        (-20.0, level + chance.uniform(-0.3, 0.3) * height),
        (W + 20.0, level + chance.uniform(-0.3, 0.3) * height),
    ]
    spread = height
    for _ in range(steps):
        finer = [line[0]]
        for (x1, y1), (x2, y2) in itertools.pairwise(line):
            finer += [((x1 + x2) / 2, (y1 + y2) / 2 + chance.uniform(-0.5, 0.5) * spread), (x2, y2)]
        line, spread = finer, spread * 0.52
    return line


def mountains(
    chance: random.Random, level: float, height: float, colours: tuple[str, str], snow: str = ""
) -> str:
    """Peaks with a light and a shaded side, and snow where it is cold."""
    found, x = [], -120.0
    while x < W + 200:
        tall, half = chance.uniform(0.55, 1) * height, chance.uniform(170, 300)
        top = (x, level - tall)
        found.append(path([(x - half, level), top, (x + half, level)], colours[0]))
        bend = [
            (x + 18, level - tall * 0.72),
            (x - 10, level - tall * 0.5),
            (x + 34, level - tall * 0.24),
            (x + 10, level),
        ]
        found.append(path([top, *bend, (x + half, level)], colours[1]))
        if snow:
            cap = tall * 0.3
            k = half * 0.3
            edge = [
                (x - k, top[1] + cap),
                (x - k * 0.45, top[1] + cap * 0.74),
                (x - k * 0.1, top[1] + cap * 1.15),
                (x + k * 0.35, top[1] + cap * 0.8),
                (x + k, top[1] + cap),
            ]
            found.append(path([top, *edge], snow))
            found.append(
                path([top, (x + 8, top[1] + cap * 0.5), edge[2], edge[3], edge[4]], "#000", 'opacity=".10"')
            )
        x += half * chance.uniform(0.75, 1.05)
    return "".join(found) + f'<rect y="{level - 1}" width="{W}" height="90" fill="{colours[1]}"/>'


def hill(chance: random.Random, level: float, height: float, top: str, bottom: str) -> str:
    """A soft ridge with light on its crest."""
    step = W / 5
    y = level + chance.uniform(-0.5, 0.5) * height
    line = f"M-10 {y:.0f}"
    for i in range(1, 6):
        following = level + chance.uniform(-0.5, 0.5) * height
        line += (
            f" C{step * (i - 0.6):.0f} {y:.0f} {step * (i - 0.4):.0f} {following:.0f} {step * i + 10:.0f} "
            f"{following:.0f}"
        )
        y = following
    define, fill = gradient([(0, top), (1, bottom)])
    return f'{define}<path d="{line} V{H} H-10 Z" fill="{fill}"/>'


def conifer(x: float, y: float, h: float, colour: str, shade: str = "") -> str:
    tiers = []
    for i in range(5):
        top, foot = y - h * (1 - i * 0.17), y - h * (0.66 - i * 0.155)
        half = h * (0.10 + i * 0.045)
        tiers.append(
            f"M{x:.1f} {top:.1f} C{x - half * 0.35:.1f} {top + (foot - top) * 0.6:.1f} {x - half * 0.8:.1f} "
            f"{foot - 2:.1f} {x - half:.1f} {foot:.1f} "
            f"Q{x:.1f} {foot + h * 0.035:.1f} {x + half:.1f} {foot:.1f} C{x + half * 0.8:.1f} "
            f"{foot - 2:.1f} {x + half * 0.35:.1f} {top + (foot - top) * 0.6:.1f} {x:.1f} {top:.1f} Z"
        )
    trunk = (
        f'<rect x="{x - h * 0.016:.1f}" y="{y - h * 0.08:.1f}" width="{h * 0.032:.1f}" '
        f'height="{h * 0.09:.1f}" fill="#3a2a20"/>'
    )
    dark = (
        f'<path d="M{x:.1f} {y - h:.1f} L{x + h * 0.29:.1f} {y - h * 0.04:.1f} H{x:.1f} Z" fill="#000" '
        f'opacity=".10"/>'
        if shade
        else ""
    )
    return f'{trunk}<path d="{" ".join(tiers)}" fill="{colour}"/>{dark}'


def forest(
    chance: random.Random,
    level: float,
    count: int,
    heights: tuple[float, float],
    colour: str,
    span: tuple[float, float] = (-30, W + 30),
    wave: float = 14,
) -> str:
    trees = sorted(
        (chance.uniform(*span), level + chance.uniform(-wave, wave), chance.uniform(*heights))
        for _ in range(count)
    )
    undergrowth = (
        f'<rect x="{span[0]}" y="{level - wave - heights[0] * 0.14:.0f}" width="{span[1] - span[0]}" '
        f'height="{2 * wave + 46 + heights[0] * 0.14:.0f}" fill="{colour}"/>'
    )
    return "".join(conifer(x, y, h, colour) for x, y, h in trees) + undergrowth


def broadleaf(
    chance: random.Random, x: float, y: float, h: float, colours: Sequence[str], fruit: str = ""
) -> str:
    """A round tree: a trunk and leaves in tufts, the light ones on top."""
    trunk = (
        f'<path d="M{x - h * 0.045} {y} Q{x - h * 0.02} {y - h * 0.3} {x - h * 0.07} {y - h * 0.55} '
        f'L{x + h * 0.06} {y - h * 0.55} Q{x + h * 0.02} {y - h * 0.3} {x + h * 0.05} {y} Z" fill="#5a4130"/>'
    )
    tufts = []
    for i, colour in enumerate(colours):
        for _ in range(16):
            a, b = chance.uniform(-0.30, 0.30) * (1 - i * 0.12), chance.uniform(-0.88, -0.46) - i * 0.05
            tufts.append(
                f'<circle cx="{x + a * h:.0f}" cy="{y + b * h:.0f}" '
                f'r="{h * chance.uniform(0.07, 0.13) * (1 - i * 0.18):.0f}" fill="{colour}"/>'
            )
    fruits = "".join(
        f'<circle cx="{x + chance.uniform(-0.32, 0.32) * h:.0f}" '
        f'cy="{y + chance.uniform(-0.9, -0.45) * h:.0f}" r="{h * 0.016:.1f}" fill="{fruit}"/>'
        for _ in range(22 if fruit else 0)
    )
    return trunk + "".join(tufts) + fruits


def grass(
    chance: random.Random,
    top: float,
    colours: Sequence[str],
    count: int = 320,
    flowers: Sequence[str] = (),
    tall: float = 34,
) -> str:
    """Tufts that grow towards us, and flowers among them."""
    found = []
    for _ in range(count):
        depth = chance.random() ** 0.7
        x, y, h = chance.uniform(0, W), top + depth * (H - top), tall * (0.3 + depth)
        lean = chance.uniform(-0.4, 0.4) * h
        colour = chance.choice(colours)
        found.append(
            (
                y,
                (
                    f'<path d="M{x - 3:.0f} {y:.0f} q{lean * 0.4:.0f} {-h * 0.6:.0f} {lean:.0f} {-h:.0f} '
                    f'q{-lean * 0.2:.0f} {h * 0.5:.0f} {6 - lean:.0f} {h:.0f} Z" fill="{colour}"/>'
                ),
            )
        )
    for _ in range(len(flowers) * 26):
        depth = chance.random()
        x, y = chance.uniform(0, W), top + 14 + depth * (H - top)
        found.append(
            (
                y,
                (
                    f'<circle cx="{x:.0f}" cy="{y - 12:.0f}" r="{1.6 + 3.4 * depth:.1f}" '
                    f'fill="{chance.choice(flowers)}"/>'
                ),
            )
        )
    return "".join(part for _, part in sorted(found))


def water(
    chance: random.Random,
    top: float,
    foot: float,
    colours: tuple[str, str],
    mirrored: str = "",
    shine: str = "#fff",
) -> str:
    """A still surface with what stands behind it upside down, and lines of light."""
    name = uid()
    define, fill = gradient([(0, colours[0]), (1, colours[1])])
    mirror = (
        f'<g transform="translate(0 {2 * top}) scale(1 -1)" opacity=".5">{mirrored}</g>' if mirrored else ""
    )
    lines = "".join(
        f'<rect x="{chance.uniform(-100, W):.0f}" y="{top + (foot - top) * chance.random() ** 1.5:.0f}" '
        f'width="{chance.uniform(40, 260):.0f}" height="{chance.choice([1.5, 2, 3])}" rx="1.5" '
        f'fill="{shine}" opacity="{chance.uniform(0.08, 0.35):.2f}"/>'
        for _ in range(70)
    )
    return (
        f'<clipPath id="{name}"><rect y="{top}" width="{W}" height="{foot - top}"/></clipPath>{define}<g '
        f'clip-path="url(#{name})">'
        f'<rect y="{top}" width="{W}" height="{foot - top}" '
        f'fill="{fill}"/>{blurred(mirror, 3) if mirror else ""}<rect y="{top}" width="{W}" '
        f'height="{foot - top}" fill="{fill}" opacity=".3"/>{lines}</g>'
    )


def mist(y: float, height: float, colour: str = "#fff", strength: float = 0.55) -> str:
    define, fill = gradient([(0, colour), (0.5, colour), (1, colour)], opacity=(0, strength, 0))
    return f'{define}<rect y="{y - height / 2}" width="{W}" height="{height}" fill="{fill}"/>'


def string_lights(begin: Point, end: Point, sag: float = 60, count: int = 9, colour: str = "#ffd98a") -> str:
    (x1, y1), (x2, y2) = begin, end
    mid = ((x1 + x2) / 2, (y1 + y2) / 2 + sag * 2)
    found = [
        (
            f'<path d="M{x1} {y1} Q{mid[0]} {mid[1]} {x2} {y2}" fill="none" stroke="#2b211b" '
            f'stroke-width="2" opacity=".8"/>'
        )
    ]
    for i in range(1, count + 1):
        t = i / (count + 1)
        x = (1 - t) ** 2 * x1 + 2 * (1 - t) * t * mid[0] + t**2 * x2
        y = (1 - t) ** 2 * y1 + 2 * (1 - t) * t * mid[1] + t**2 * y2
        found.append(
            glow(x, y + 7, 34, colour, 0.6)
            + f'<circle cx="{x:.0f}" cy="{y + 7:.0f}" r="5.5" fill="#fff3d0"/>'
        )
    return "".join(found)


def birds(x: float, y: float, colour: str = "#33424a") -> str:
    return "".join(
        f'<path d="M{x + a} {y + b} q{9 * s} {-9 * s} {16 * s} 0 q{8 * s} {-9 * s} {16 * s} 0" fill="none" '
        f'stroke="{colour}" stroke-width="{2.4 * s}" stroke-linecap="round"/>'
        for a, b, s in ((0, 0, 1), (58, -26, 0.8), (96, 12, 0.7))
    )
