import { Box } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { photoSource } from "../../api/photos";

// Loaded lazily, because most units have photos.
const Landscape = lazy(async () => ({ default: (await import("./Landscape")).Landscape }));

interface Props {
  unit: { id: string; name: string; photos: string[] };
  /** The index of the photo, 0 by default. */
  index?: number;
  /** Fills a frame of any aspect ratio. Otherwise the picture is 8:5. */
  wide?: boolean;
  /** The `sizes` attribute of the image. */
  sizes?: string;
  /** Empty by default, because the name of the unit is next to the picture. */
  alt?: string;
  eager?: boolean;
  /** Whether this is the largest picture of the first screen. The browser loads it first. */
  priority?: boolean;
}

/** A photo of the unit, or a drawn landscape if there is none or it does not load. */
export function UnitPicture({
  unit,
  index = 0,
  wide = false,
  sizes = "100vw",
  alt = "",
  eager,
  priority,
}: Props) {
  const [hasFailed, setHasFailed] = useState(false);
  const photo = unit.photos[index];
  return (
    <Box style={{ aspectRatio: wide ? "auto" : "8 / 5", overflow: "hidden" }} bg="sand.2">
      {photo && !hasFailed ? (
        <img
          {...photoSource(photo)}
          sizes={sizes}
          alt={alt}
          loading={eager || priority ? "eager" : "lazy"}
          fetchPriority={priority ? "high" : "auto"}
          // Decoding it synchronously paints the picture and its card in one frame.
          decoding={priority ? "sync" : "async"}
          referrerPolicy="no-referrer"
          onError={() => setHasFailed(true)}
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
