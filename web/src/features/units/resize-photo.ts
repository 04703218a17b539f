// Reduces large photos, such as those of phone cameras, before they are uploaded.
export const MAX_BYTES = 5 * 1024 * 1024;
export const MAX_SIDE = 2400;
const MEDIA_TYPES = ["image/jpeg", "image/png", "image/webp"];
const HEIC = "image/heic";
const HEIC_TYPES = [HEIC, "image/heif"];
const HEIC_NAME = /\.hei[cf]$/i;
const QUALITY = 0.88;

/** The size in pixels, scaled down so that no side is longer than `MAX_SIDE`. */
export function fitSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether the API accepts the file unchanged. */
export function isSmallEnough(
  file: { type: string; size: number },
  image: { width: number; height: number },
): boolean {
  const { width, height } = image;
  return MEDIA_TYPES.includes(file.type) && file.size <= MAX_BYTES && Math.max(width, height) <= MAX_SIDE;
}

async function decode(file: Blob): Promise<ImageBitmap | null> {
  try {
    // Applies the rotation of the Exif data.
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function drawResized(image: ImageBitmap): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), fitSize(image.width, image.height));
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.imageSmoothingQuality = "high";
  // JPEG has no transparency.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The file with a media type that the API accepts. Many systems do not know the type of an HEIC file. */
function withAcceptedType(file: File): Blob | null {
  if ([...MEDIA_TYPES, ...HEIC_TYPES].includes(file.type)) return file;
  return file.type === "" && HEIC_NAME.test(file.name) ? file.slice(0, file.size, HEIC) : null;
}

/**
 * The photo to upload. A file that this browser cannot decode is returned as it is: the API decodes HEIC, which
 * few browsers do, and explains what is wrong with other files. Null if the API does not accept the type.
 */
export async function resizePhoto(file: File): Promise<Blob | null> {
  const image = await decode(file);
  if (!image) return withAcceptedType(file);
  try {
    if (isSmallEnough(file, image)) return file;
    const canvas = drawResized(image);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } finally {
    image.close();
  }
}
