/**
 * The light and the dark theme of antd: tokens, which are CSS variables under the class `jobdata`. The frame is painted
 * before antd is there: `colours.css` has the same values for the variables that it uses.
 */
import { theme as antdTheme, type ThemeConfig } from "antd";
import type { ColorScheme } from "./scheme.ts";

const FONTS =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/**
 * The light palette replaces antd's colours that are too weak: its greens, golds and reds on tints have contrasts of
 * 2 to 3, and the tints that it derives from a dark primary colour are grey.
 */
export const LIGHT = {
  colorPrimary: "#1f6f5c",
  colorPrimaryBg: "#e7f3ef",
  colorPrimaryBgHover: "#d3e9e1",
  colorPrimaryBorder: "#9ccfbf",
  colorPrimaryHover: "#237863",
  colorLink: "#1f6f5c",
  colorLinkHover: "#237863",
  colorSuccess: "#237804",
  colorSuccessBg: "#f0f9eb",
  colorSuccessBorder: "#b7e0a0",
  colorWarning: "#9c5d00",
  colorWarningBg: "#fff8e1",
  colorWarningBorder: "#f3d98b",
  colorError: "#c41d1d",
  colorErrorBg: "#fff1f0",
  colorErrorBgHover: "#ffe4e1",
  colorErrorBorder: "#f5b5ae",
  colorErrorHover: "#d9363e",
  colorInfo: "#1d5fbf",
  colorInfoBg: "#eaf2fd",
  colorInfoBorder: "#b3cdf2",
  colorBgLayout: "#f4f6f5",
  colorTextDescription: "rgba(0,0,0,0.62)",
  colorTextPlaceholder: "rgba(0,0,0,0.55)",
};

export const DARK = {
  colorPrimary: "#2f9e82",
  colorInfo: "#4f9bf0",
  colorError: "#f47a7a",
  colorLink: "#5cc4a8",
  colorLinkHover: "#7fd6be",
  colorTextDescription: "rgba(255,255,255,0.65)",
  colorTextPlaceholder: "rgba(255,255,255,0.5)",
};

/** White on these has a contrast of at least 4.5. */
export const DARK_BUTTON = {
  colorPrimary: "#1f7a64",
  colorPrimaryHover: "#237f69",
  colorPrimaryActive: "#1a6554",
};

/** @param hasMotion false for people who asked their system for less of it */
export const themeOf = (scheme: ColorScheme, hasMotion: boolean): ThemeConfig => ({
  cssVar: { key: "jobdata" },
  hashed: false,
  algorithm: scheme === "dark" ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
  token: {
    ...(scheme === "dark" ? DARK : LIGHT),
    borderRadius: 8,
    fontFamily: FONTS,
    motion: hasMotion,
  },
  components: {
    Descriptions: { labelColor: (scheme === "dark" ? DARK : LIGHT).colorTextDescription },
    // In the dark theme the primary colour is a text colour: white on it has a contrast of 4.3.
    Button: scheme === "dark" ? DARK_BUTTON : {},
  },
});
