/** Headers as encoders write them, and files that are none. */
import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { imageHeader } from "./image-header.ts";

const picture = sharp({ create: { width: 300, height: 17, channels: 3, background: "#369" } });
const bytes = async (image: Sharp) => new Uint8Array(await image.toBuffer());

describe("the header", () => {
  test.each([
    ["image/png", () => picture.clone().png()],
    ["image/jpeg", () => picture.clone().jpeg()],
    ["image/jpeg", () => picture.clone().jpeg({ progressive: true }).withMetadata({ orientation: 3 })],
    ["image/gif", () => picture.clone().gif()],
    ["image/webp", () => picture.clone().webp()],
    ["image/webp", () => picture.clone().webp({ lossless: true })],
    ["image/webp", () => picture.clone().webp().withMetadata()],
  ])("of %s tells type and size, and of a part of it nothing wrong", async (type, make) => {
    const whole = await bytes(make());
    expect(imageHeader(whole)).toEqual({ type, width: 300, height: 17 });
    for (let end = 0; end < 40; end++) {
      const part = imageHeader(whole.subarray(0, end));
      if (part) expect(part).toEqual({ type, width: 300, height: 17 });
    }
  });

  test.each([
    ["nothing", ""],
    ["a page", "<html><body>404</body></html>"],
    ["a drawing with a script", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ["a JPEG without a frame", "\u00ff\u00d8\u00ff\u00da\u0000\u0002"],
    ["markers without an end", `\u00ff\u00d8${"\u00ff".repeat(100)}`],
  ])("is none in %s", (_, text) => {
    expect(imageHeader(Uint8Array.from(text, (char) => char.charCodeAt(0)))).toBeNull();
  });
});
