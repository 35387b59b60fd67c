/** Light or dark: the choice of the person, else of their system. */
import { createContext, use } from "react";
import { readPreference } from "./preferences.ts";

export type ColorScheme = "light" | "dark";

export function initialScheme(): ColorScheme {
  const stored = readPreference("theme");
  if (stored === "light" || stored === "dark") return stored;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export const SchemeContext = createContext<{ scheme: ColorScheme; toggle: () => void }>({
  scheme: "light",
  toggle: () => {},
});

export const useScheme = () => use(SchemeContext);
