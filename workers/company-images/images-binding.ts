/** Copies of images by Cloudflare Images: https://developers.cloudflare.com/images/transform-images/bindings/ */
// Imported by name, because the dashboard compiles the API's types without Workers globals.
import type { ImagesBinding } from "@cloudflare/workers-types";
import type { MakeWebp } from "./company-images.ts";

/** Quality of the WebP encoder; the best is 100. */
const QUALITY = 80;

/** Makes copies by the Images binding of Cloudflare, which runs locally too. */
export const imagesBinding =
  (binding: Pick<ImagesBinding, "input">): MakeWebp =>
  async (bytes, size) => {
    // The runtime's own streams; the two packages of types name them apart.
    const stream = new Blob([bytes.slice().buffer]).stream() as never;
    const result = await binding
      .input(stream)
      .transform({ width: size, height: size, fit: "scale-down" })
      .output({ format: "image/webp", quality: QUALITY, anim: false });
    return new Uint8Array(await result.response().arrayBuffer());
  };
