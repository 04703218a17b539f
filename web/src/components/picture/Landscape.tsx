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

// A wide picture repeats the land mirrored on both sides. The parts overlap by 0.6, so that no gap is
// visible.
const MIRRORED = ["", "translate(0.6 0) scale(-1 1)", "translate(799.4 0) scale(-1 1)"];

/**
 * A drawn landscape for a unit without photos, always the same for the same seed. Hidden from screen readers.
 */
export function Landscape({ seed, name, wide = false }: { seed: string; name: string; wide?: boolean }) {
  const id = useId();
  const { palette, disc, stars, hills, trees, shelter } = sceneOf(seed, name);
  const transforms = wide ? MIRRORED : [""];
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
          {palette.sky.map((colour, i) => (
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
            <path key={path} d={path} fill={palette.hills[i]} />
          ))}
          <path d={trees.map(conifer).join(" ")} fill={palette.ground} />
          <path d="M0 210 C90 200 150 206 220 208 S340 200 400 208 V250 H0 Z" fill={palette.ground} />
        </g>
      </defs>
      <rect x="-400" width="1200" height="250" fill={`url(#${id})`} />
      {transforms.map((transform) => (
        <use key={transform} href={`#${id}-stars`} transform={transform} />
      ))}
      <circle cx={disc.x} cy={disc.y} r={disc.r * 2.1} fill={palette.disc} opacity=".18" />
      <circle cx={disc.x} cy={disc.y} r={disc.r} fill={palette.disc} opacity=".95" />
      {transforms.map((transform) => (
        <use key={transform} href={`#${id}-land`} transform={transform} />
      ))}
      <Shelter {...shelter} />
    </svg>
  );
}
