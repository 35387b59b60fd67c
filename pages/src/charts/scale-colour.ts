/** Colours of a scale, and the text that can be read on them. Colours are `#rrggbb`. */

const channelsOf = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** @returns the colour of a value on a scale, as ECharts mixes it */
export function scaleColour(
  [from, to]: readonly [string, string],
  value: number,
  min: number,
  max: number,
): string {
  const part = max > min ? (value - min) / (max - min) : 0;
  const ends = channelsOf(to);
  const mixed = channelsOf(from).map((channel, index) =>
    Math.round(channel + ((ends[index] ?? 0) - channel) * part),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** @returns the relative luminance (WCAG 2.2) */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @returns the contrast of two colours, 1 to 21 (WCAG 2.2) */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @returns the text colour with the higher contrast */
export const textOn = (background: string, [first, second]: readonly [string, string]): string =>
  contrast(background, first) >= contrast(background, second) ? first : second;
