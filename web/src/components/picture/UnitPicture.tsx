import { Box } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { photoSource } from "../../api/photos";

// Most places have photos: what draws one for those without comes when the first of them is shown.
const Landscape = lazy(async () => ({ default: (await import("./Landscape")).Landscape }));

interface Props {
  unit: { id: string; name: string; photos: string[] };
  /** Which photo; the first one unless said otherwise. */
  index?: number;
  /** For a frame that is much wider than high. */
  wide?: boolean;
  /** How wide it is on the screen, as `sizes` of an image says it. */
  sizes?: string;
  /** What it shows, where no text beside it says so. */
  alt?: string;
  eager?: boolean;
  /** The one picture that the page is waited for. */
  first?: boolean;
}

/** A photo of the unit, or a landscape where there is none or it does not load. */
export function UnitPicture({
  unit,
  index = 0,
  wide = false,
  sizes = "100vw",
  alt = "",
  eager,
  first,
}: Props) {
  const [broken, setBroken] = useState(false);
  const photo = unit.photos[index];
  return (
    <Box style={{ aspectRatio: wide ? "auto" : "8 / 5", overflow: "hidden" }} bg="sand.2">
      {photo && !broken ? (
        <img
          {...photoSource(photo)}
          sizes={sizes}
          alt={alt}
          loading={eager || first ? "eager" : "lazy"}
          fetchPriority={first ? "high" : "auto"}
          // The first one is there when its card is drawn: together they need one frame.
          decoding={first ? "sync" : "async"}
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
          style={{ width: "100%", height: "100%", objectFit: "cover", display: "block" }}
        />
      ) : (
        <Suspense>
          <Landscape seed={unit.id} name={unit.name} wide={wide} />
        </Suspense>
      )}
    </Box>
  );
}
