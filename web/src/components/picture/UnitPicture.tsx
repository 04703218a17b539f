import { Box } from "@mantine/core";
import { useState } from "react";
import { type PhotoWidth, photoAddress } from "../../api/photo";
import { Landscape } from "./Landscape";

interface Props {
  unit: { id: string; name: string; photos: string[] };
  /** Which photo; the first one unless said otherwise. */
  index?: number;
  /** For a frame that is much wider than high. */
  wide?: boolean;
  eager?: boolean;
  /** About how many pixels it is wide on the screen. */
  width?: PhotoWidth;
}

/** A photo of the unit, or a landscape where there is none or it does not load. */
export function UnitPicture({ unit, index = 0, wide = false, eager = false, width = 960 }: Props) {
  const [broken, setBroken] = useState(false);
  const photo = unit.photos[index];
  return (
    <Box style={{ aspectRatio: wide ? "auto" : "8 / 5", overflow: "hidden" }} bg="sand.2">
      {photo && !broken ? (
        <img
          src={photoAddress(photo, width)}
          alt=""
          loading={eager ? "eager" : "lazy"}
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
          style={{ width: "100%", height: "100%", objectFit: "cover", display: "block" }}
        />
      ) : (
        <Landscape seed={unit.id} name={unit.name} wide={wide} />
      )}
    </Box>
  );
}
