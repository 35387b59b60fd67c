import { expect, test } from "vitest";
import { DARK, DARK_BUTTON } from "./theme.tsx";

/** WCAG 2.2: relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test.each(Object.entries(DARK_BUTTON))("white on the dark theme's button (%s) is readable", (_, color) => {
  expect(contrast("#ffffff", color)).toBeGreaterThanOrEqual(4.5);
});

test.each(["#000000", "#141414", "#1f1f1f"])("links are readable on %s", (background) => {
  expect(contrast(DARK.colorLink, background)).toBeGreaterThanOrEqual(4.5);
});
