// What a phone's camera makes is larger than anybody looks at: photos are made smaller here, before they are sent.
export const MOST_BYTES = 5 * 1024 * 1024;
export const LONGEST_SIDE = 2400;
const KINDS = ["image/jpeg", "image/png", "image/webp"];
const QUALITY = 0.88;

/** The size on the longest side of which there is no more than is sent; never larger than it was. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether the API takes it as it is. */
export function isSmallEnough(
  file: { type: string; size: number },
  picture: { width: number; height: number },
): boolean {
  const { width, height } = picture;
  return KINDS.includes(file.type) && file.size <= MOST_BYTES && Math.max(width, height) <= LONGEST_SIDE;
}

async function decoded(file: Blob): Promise<ImageBitmap | null> {
  try {
    // Upright, whichever way the phone was held.
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function painted(picture: ImageBitmap): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), fitted(picture.width, picture.height));
  const ground = canvas.getContext("2d");
  if (!ground) return canvas;
  ground.imageSmoothingQuality = "high";
  // A JPEG has no clear parts.
  ground.fillStyle = "#fff";
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * The picture as it is to be sent. What this browser cannot read is left to the API, which says what is wrong with it;
 * null when the API would not even look at it.
 */
export async function shrunk(file: File): Promise<Blob | null> {
  const picture = await decoded(file);
  if (!picture) return KINDS.includes(file.type) && file.size <= MOST_BYTES ? file : null;
  try {
    if (isSmallEnough(file, picture)) return file;
    const canvas = painted(picture);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } finally {
    picture.close();
  }
}
