import { expect, test } from "vitest";
import { HEAT, SERIES } from "./looks.ts";
import { contrast, scaleColour, textOn } from "./scale-colour.ts";

const BACKGROUND = { light: "#ffffff", dark: "#141414" } as const;
const SCHEMES = ["light", "dark"] as const;

test.each(SCHEMES)("every series can be seen on the %s background", (scheme) => {
  for (const colour of SERIES[scheme])
    expect(contrast(colour, BACKGROUND[scheme]), colour).toBeGreaterThan(3);
});

test.each(SCHEMES)("the text of a cell can be read on every colour of the %s scale", (scheme) => {
  const { heat, heatText } = HEAT[scheme];
  for (let value = 0; value <= 100; value++) {
    const colour = scaleColour(heat, value, 0, 100);
    expect(contrast(colour, textOn(colour, heatText)), `${value}: ${colour}`).toBeGreaterThanOrEqual(4.5);
  }
});

test("a scale without a span has its first colour", () => {
  expect(scaleColour(["#102030", "#ffffff"], 5, 5, 5)).toBe("#102030");
});
