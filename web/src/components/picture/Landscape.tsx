import { useId } from "react";
import { Shelter } from "./Shelter";
import { sceneOf, type Tree } from "./scene";

function conifer({ x, y, height }: Tree): string {
  const half = height * 0.27;
  const tiers = [0, 0.3, 0.58].map((from, i) => {
    const top = y - height * (1 - from * 0.75);
    const bottom = y - height * (0.62 - i * 0.29);
    const width = half * (0.62 + i * 0.2);
    return `M${x} ${top} L${x - width} ${bottom} H${x + width} Z`;
  });
  return tiers.join(" ");
}

// Mirrored, the land goes on to both sides; it overlaps a little, or a hair of sky shows between.
const SIDES = ["", "translate(0.6 0) scale(-1 1)", "translate(799.4 0) scale(-1 1)"];

/** A calm place outdoors for a unit that has no photo: the same one every time. Decoration, so nobody reads it out. */
export function Landscape({ seed, name, wide = false }: { seed: string; name: string; wide?: boolean }) {
  const id = useId();
  const { mood, disc, stars, hills, trees, shelter } = sceneOf(seed, name);
  const places = wide ? SIDES : [""];
  return (
    <svg
      viewBox={wide ? "-190 0 780 250" : "0 0 400 250"}
      preserveAspectRatio="xMidYMax slice"
      width="100%"
      height="100%"
      aria-hidden="true"
      focusable="false"
      style={{ display: "block" }}
    >
      <defs>
        <linearGradient id={id} x1="0" y1="0" x2="0" y2="1">
          {mood.sky.map((colour, i) => (
            <stop key={colour} offset={[0, 0.55, 0.85][i]} stopColor={colour} />
          ))}
        </linearGradient>
        <g id={`${id}-stars`}>
          {stars.map((star) => (
            <circle key={`${star.x}`} cx={star.x} cy={star.y} r={star.r} fill="#fff" opacity=".8" />
          ))}
        </g>
        <g id={`${id}-land`}>
          {hills.map((path, i) => (
            <path key={path} d={path} fill={mood.hills[i]} />
          ))}
          <path d={trees.map(conifer).join(" ")} fill={mood.ground} />
          <path d="M0 210 C90 200 150 206 220 208 S340 200 400 208 V250 H0 Z" fill={mood.ground} />
        </g>
      </defs>
      <rect x="-400" width="1200" height="250" fill={`url(#${id})`} />
      {places.map((place) => (
        <use key={place} href={`#${id}-stars`} transform={place} />
      ))}
      <circle cx={disc.x} cy={disc.y} r={disc.r * 2.1} fill={mood.disc} opacity=".18" />
      <circle cx={disc.x} cy={disc.y} r={disc.r} fill={mood.disc} opacity=".95" />
      {places.map((place) => (
        <use key={place} href={`#${id}-land`} transform={place} />
      ))}
      <Shelter {...shelter} />
    </svg>
  );
}
