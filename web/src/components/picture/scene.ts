// The shapes and colors of a landscape, generated from a seed.
import { seededRandom } from "./seeded-random";

export type Shelter = "tent" | "bell" | "dome" | "cabin" | "treehouse";

export interface Palette {
  sky: [string, string, string];
  disc: string;
  hills: [string, string, string];
  ground: string;
  night: boolean;
}

const PALETTES: Palette[] = [
  {
    sky: ["#8fb9c9", "#cfe0d8", "#f6e7cf"],
    disc: "#fff6e0",
    hills: ["#9dbcb0", "#6d9c86", "#42775d"],
    ground: "#2f5f48",
    night: false,
  },
  {
    sky: ["#e9b48a", "#f3d2ad", "#faecd6"],
    disc: "#fff3d9",
    hills: ["#c59a83", "#8f8a72", "#5a745c"],
    ground: "#3d5b45",
    night: false,
  },
  {
    sky: ["#4f6d8f", "#a78a95", "#eab58d"],
    disc: "#ffdfb0",
    hills: ["#7a7a8c", "#565f71", "#37505a"],
    ground: "#29413f",
    night: false,
  },
  {
    sky: ["#14233b", "#26415a", "#4d6b75"],
    disc: "#f4efdc",
    hills: ["#2f4a5a", "#223d48", "#183038"],
    ground: "#10252a",
    night: true,
  },
];

export interface Tree {
  x: number;
  y: number;
  height: number;
}

export interface Scene {
  palette: Palette;
  disc: { x: number; y: number; r: number };
  stars: { x: number; y: number; r: number }[];
  hills: string[];
  trees: Tree[];
  shelter: { kind: Shelter; x: number; y: number };
}

const KINDS: [RegExp, Shelter][] = [
  [/tree/i, "treehouse"],
  [/dome|igloo/i, "dome"],
  [/bell|yurt|safari/i, "bell"],
  [/cabin|lodge|hut|house|room|chalet|cottage/i, "cabin"],
  [/tent|pitch|camp/i, "tent"],
];

/** The kind of shelter that the unit's name suggests, or a random one. */
function shelterOf(name: string, random: () => number): Shelter {
  const fallbacks: Shelter[] = ["tent", "bell", "cabin"];
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? fallbacks[Math.floor(random() * 3)] ?? "tent";
}

/** The path of a hill across the picture, 400 wide and closed at the bottom. */
function ridge(random: () => number, level: number, height: number): string {
  const steps = 5;
  const width = 400 / steps;
  let path = `M0 ${level + (random() - 0.5) * height}`;
  for (let i = 1; i <= steps; i++) {
    const x = i * width;
    const y = level + (random() - 0.5) * height;
    const controlY = y - (random() - 0.3) * height * 0.5;
    path += ` S${Math.round(x - width / 2)} ${Math.round(controlY)} ${x} ${Math.round(y)}`;
  }
  return `${path} V250 H0 Z`;
}

export function sceneOf(seed: string, name: string): Scene {
  const random = seededRandom(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  const palette = PALETTES[Math.floor(random() * PALETTES.length)] ?? (PALETTES[0] as Palette);
  const x = between(140, 260);
  const trees = Array.from({ length: 13 }, () => ({
    x: between(-5, 405),
    y: between(196, 212),
    height: between(26, 58),
  }));
  return {
    palette,
    disc: { x: between(60, 340), y: between(42, 84), r: between(15, 22) },
    stars: palette.night
      ? Array.from({ length: 40 }, () => ({ x: between(0, 400), y: between(4, 120), r: between(0.4, 1.3) }))
      : [],
    hills: [ridge(random, 128, 60), ridge(random, 156, 46), ridge(random, 182, 30)],
    // Keeps the trees clear of the shelter.
    trees: trees.filter((tree) => Math.abs(tree.x - x) > 62).sort((a, b) => a.y - b.y),
    shelter: { kind: shelterOf(name, random), x, y: 214 },
  };
}
