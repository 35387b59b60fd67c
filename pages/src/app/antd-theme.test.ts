import { readFileSync } from "node:fs";
import { theme } from "antd";
import { expect, test } from "vitest";
import { DARK, DARK_BUTTON, LIGHT, themeOf } from "./antd-theme.ts";

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

test.each([
  ["light", "Warning"],
  ["light", "Error"],
  ["light", "Success"],
  ["dark", "Warning"],
  ["dark", "Error"],
  ["dark", "Success"],
] as const)("tags are readable on their tint: %s, %s", (scheme, name) => {
  const token = theme.getDesignToken(themeOf(scheme, true));
  expect(contrast(token[`color${name}`], token[`color${name}Bg`])).toBeGreaterThanOrEqual(4.5);
});

// The page, a card, and a row under the mouse.
test.each(["#f4f6f5", "#ffffff", "#fafafa"])("links under the mouse are readable on %s", (background) => {
  expect(contrast(LIGHT.colorLinkHover, background)).toBeGreaterThanOrEqual(4.5);
});

/** The variables that a rule of `colours.css` sets, with antd's names for its tokens: `colorText` for `--ant-color-text`. */
function ownTokens(selector: string): [string, string][] {
  const css = readFileSync(new URL("./colours.css", import.meta.url), "utf8");
  const from = css.indexOf(`${selector} {`);
  const rule = css.slice(from, css.indexOf("}", from));
  return [...rule.matchAll(/--ant-([\w-]+):([^;]+);/g)].map(([, name = "", value = ""]) => [
    name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
}

test.each([
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
] as const)("the frame has antd's colours in the %s theme", (scheme, selector) => {
  const antd = new Map<string, unknown>(Object.entries(theme.getDesignToken(themeOf(scheme, true))));
  const set = ownTokens(selector);
  const plain = (value: unknown) => String(value).replaceAll(" ", "");
  expect(set.length).toBeGreaterThan(20);
  expect(Object.fromEntries(set.map(([name, value]) => [name, plain(value)]))).toEqual(
    Object.fromEntries(set.map(([name]) => [name, plain(antd.get(name))])),
  );
});
