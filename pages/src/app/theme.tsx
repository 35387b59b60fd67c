/** Light or dark, and antd's tokens for it. The tokens are CSS variables under the class `jobdata`. */
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

export const themeOf = (scheme: ColorScheme): ThemeConfig => ({
  cssVar: { key: "jobdata" },
  hashed: false,
  algorithm: scheme === "dark" ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
  token: {
    colorPrimary: scheme === "dark" ? "#3fae91" : "#1f6f5c",
    colorInfo: scheme === "dark" ? "#5b9bd5" : "#2563a8",
    colorLink: scheme === "dark" ? "#5cc4a8" : "#1f6f5c",
    borderRadius: 8,
    fontFamily: FONTS,
    motion: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    ...(scheme === "light" && { colorBgLayout: "#f4f6f5", colorTextDescription: "rgba(0,0,0,0.6)" }),
  },
  components: {
    Layout: { headerPadding: "0 16px", headerHeight: 56 },
  },
});

export const SchemeContext = createContext<{ scheme: ColorScheme; toggle: () => void }>({
  scheme: "light",
  toggle: () => {},
});

export const useScheme = () => use(SchemeContext);
