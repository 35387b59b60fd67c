/** The light and the dark theme: antd's tokens, which are CSS variables under the class `jobdata`. */
import { theme as antdTheme, type ThemeConfig } from "antd";
import { createContext, use } from "react";
import { readPreference } from "./preferences.ts";

export type ColorScheme = "light" | "dark";

export function initialScheme(): ColorScheme {
  const stored = readPreference("theme");
  if (stored === "light" || stored === "dark") return stored;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

const FONTS =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/**
 * The light palette replaces antd's colours that are too weak: its greens, golds and reds on tints have contrasts of
 * 2 to 3, and the tints that it derives from a dark primary colour are grey.
 */
const LIGHT = {
  colorPrimary: "#1f6f5c",
  colorPrimaryBg: "#e7f3ef",
  colorPrimaryBgHover: "#d3e9e1",
  colorPrimaryBorder: "#9ccfbf",
  colorPrimaryHover: "#2a8a73",
  colorLink: "#1f6f5c",
  colorLinkHover: "#2a8a73",
  colorSuccess: "#237804",
  colorSuccessBg: "#f0f9eb",
  colorSuccessBorder: "#b7e0a0",
  colorWarning: "#ad6800",
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
  colorError: "#ee6b6b",
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

export const themeOf = (scheme: ColorScheme): ThemeConfig => ({
  cssVar: { key: "jobdata" },
  hashed: false,
  algorithm: scheme === "dark" ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
  token: {
    ...(scheme === "dark" ? DARK : LIGHT),
    borderRadius: 8,
    fontFamily: FONTS,
    motion: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  },
  components: {
    Descriptions: { labelColor: (scheme === "dark" ? DARK : LIGHT).colorTextDescription },
    // In the dark theme the primary colour is a text colour: white on it has a contrast of 4.3.
    Button: scheme === "dark" ? DARK_BUTTON : {},
    Menu: {
      itemSelectedColor: scheme === "dark" ? "#8ee0ca" : LIGHT.colorPrimary,
      subMenuItemSelectedColor: scheme === "dark" ? "#8ee0ca" : LIGHT.colorPrimary,
    },
    Layout: {
      headerPadding: "0 16px",
      headerHeight: 56,
      headerBg: scheme === "dark" ? "#141414" : "#ffffff",
      siderBg: scheme === "dark" ? "#141414" : "#ffffff",
    },
  },
});

export const SchemeContext = createContext<{ scheme: ColorScheme; toggle: () => void }>({
  scheme: "light",
  toggle: () => {},
});

export const useScheme = () => use(SchemeContext);
