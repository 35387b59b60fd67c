/** The colours of charts in both themes. */
import { theme } from "antd";
import { useMemo } from "react";
import { type ColorScheme, useScheme } from "../app/scheme.ts";
import { useWide } from "../ui/use-wide.ts";

export interface ChartLooks {
  text: string;
  muted: string;
  /** The colour of the grid. */
  line: string;
  background: string;
  /** The colour of marks that have too few postings. */
  few: string;
  /** The colours of series in their order; they differ in lightness too, for readers who see colours differently. */
  series: readonly string[];
  /** The colours of the lowest and the highest value. */
  heat: readonly [string, string];
  /** The colours of text on the two ends of `heat`. */
  heatText: readonly [string, string];
  /** Pixels for the names at the left; longer ones are cut. */
  nameWidth: number;
}

/** Each colour has a contrast of at least 3 on the theme's background. */
export const SERIES: Record<ColorScheme, readonly string[]> = {
  light: ["#1f6f5c", "#b8501f", "#2f5fb3", "#8a6100", "#7b3fa0", "#3b3f45"],
  dark: ["#3fb597", "#f0985f", "#7fa8f5", "#dcb54a", "#c796ea", "#c9ced6"],
};
export const HEAT = {
  light: { heat: ["#e3f2ec", "#14574a"], heatText: ["#000000", "#ffffff"] },
  dark: { heat: ["#16302a", "#6fd3b8"], heatText: ["#ffffff", "#000000"] },
} as const;

export function useChartLooks(): ChartLooks {
  const { scheme } = useScheme();
  const { token } = theme.useToken();
  const isWide = useWide();
  return useMemo(
    () => ({
      text: token.colorText,
      muted: token.colorTextDescription,
      line: token.colorBorderSecondary,
      background: token.colorBgContainer,
      few: token.colorTextTertiary,
      series: SERIES[scheme],
      nameWidth: isWide ? 220 : 96,
      ...HEAT[scheme],
    }),
    [scheme, token, isWide],
  );
}
