import type { ReactNode } from "react";
import type { Shelter as Kind } from "./scene";

const CANVAS = "#f3e9d6";
const SHADE = "#d9c7a5";
const WOOD = "#7a5233";
const DARK = "#4b3222";
const LIGHT = "#ffd88a";

// The origin of each drawing is the center of its ground line.
const DRAWINGS: Record<Kind, ReactNode> = {
  tent: (
    <>
      <path d="M0 -46 L-50 0 H50 Z" fill={CANVAS} />
      <path d="M0 -46 L50 0 H14 Z" fill={SHADE} />
      <path d="M0 -34 L-15 0 H15 Z" fill={DARK} />
      <path d="M0 -30 L-11 0 H0 Z" fill={LIGHT} opacity=".9" />
      <path d="M-50 0 L-60 4 M50 0 L60 4 M0 -46 V-52" stroke={WOOD} strokeWidth="1.6" fill="none" />
    </>
  ),
  bell: (
    <>
      <path d="M0 -60 C-8 -44 -30 -26 -48 -20 V0 H48 V-20 C30 -26 8 -44 0 -60 Z" fill={CANVAS} />
      <path d="M0 -60 C8 -44 30 -26 48 -20 V0 H20 C24 -24 12 -44 0 -60 Z" fill={SHADE} />
      <path d="M0 -38 C-3 -24 -10 -14 -13 0 H13 C10 -14 3 -24 0 -38 Z" fill={DARK} />
      <path d="M0 -32 C-2 -20 -8 -12 -10 0 H4 C4 -12 2 -20 0 -32 Z" fill={LIGHT} opacity=".9" />
      <path d="M0 -60 V-68 M-48 -20 L-64 3 M48 -20 L64 3" stroke={WOOD} strokeWidth="1.6" fill="none" />
      <rect x="-60" y="0" width="120" height="5" rx="1.5" fill={WOOD} />
    </>
  ),
  dome: (
    <>
      <path d="M-48 0 A48 46 0 0 1 48 0 Z" fill={CANVAS} />
      <path d="M8 -45.5 A48 46 0 0 1 48 0 H22 Z" fill={SHADE} />
      <path d="M-36 -8 L-18 -40 L8 -45 L22 -22 L6 -8 Z" fill={LIGHT} opacity=".75" />
      <path
        d="M-48 0 L-36 -8 L-18 -40 L8 -45 L22 -22 L48 0 M-36 -8 L-10 -24 L-18 -40 M-10 -24 L8 -45 M-10 -24 L22 -22 M-10 -24 L6 -8 L22 -22 M-36 -8 H6"
        stroke={WOOD}
        strokeWidth="1.3"
        fill="none"
        opacity=".65"
      />
      <rect x="-58" y="0" width="116" height="5" rx="1.5" fill={WOOD} />
    </>
  ),
  cabin: (
    <>
      <rect x="26" y="-56" width="9" height="24" fill={DARK} />
      <path d="M-40 -28 H40 V0 H-40 Z" fill={WOOD} />
      <path d="M-40 -21 H40 M-40 -14 H40 M-40 -7 H40" stroke={DARK} strokeWidth=".8" opacity=".6" />
      <path d="M0 -62 L-52 -25 H52 Z" fill={DARK} />
      <path d="M0 -54 L-38 -28 H38 Z" fill={WOOD} />
      <rect x="-9" y="-21" width="18" height="21" fill={DARK} />
      <rect x="-31" y="-21" width="14" height="11" rx="1" fill={LIGHT} />
      <rect x="17" y="-21" width="14" height="11" rx="1" fill={LIGHT} />
      <circle cx="0" cy="-38" r="5" fill={LIGHT} />
      <rect x="-50" y="0" width="100" height="5" rx="1.5" fill={DARK} />
    </>
  ),
  treehouse: (
    <>
      <path d="M-6 8 C-4 -30 -5 -60 -3 -92 H5 C6 -60 6 -30 9 8 Z" fill={DARK} />
      <path d="M0 -118 L-40 -62 H-24 L-46 -40 H48 L26 -62 H42 Z" fill="#355f48" />
      <path d="M-36 -54 H36 V-28 H-36 Z" fill={WOOD} />
      <path d="M0 -80 L-46 -52 H46 Z" fill={DARK} />
      <rect x="-25" y="-47" width="15" height="12" rx="1" fill={LIGHT} />
      <rect x="10" y="-47" width="15" height="12" rx="1" fill={LIGHT} />
      <rect x="-46" y="-28" width="92" height="4.5" rx="1.5" fill={DARK} />
      <path d="M-24 -24 L-4 -6 M24 -24 L6 -6" stroke={WOOD} strokeWidth="3" />
      <path
        d="M30 -24 V8 M38 -24 V8 M30 -17 H38 M30 -9 H38 M30 -1 H38"
        stroke={WOOD}
        strokeWidth="1.5"
        fill="none"
      />
    </>
  ),
};

/** The tent or house in front of the hills. */
export function Shelter({ kind, x, y }: { kind: Kind; x: number; y: number }) {
  return <g transform={`translate(${x} ${y})`}>{DRAWINGS[kind]}</g>;
}
