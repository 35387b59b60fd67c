/** Formats numbers that only figures have. They stand apart, so that lists do not load them. */
import { perLanguage } from "./locale-cache.ts";

const indexes = perLanguage(
  (language) => new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const points = perLanguage(
  (language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: "exceptZero" }),
);

/** @returns `100.0`, with one decimal always */
export const formatIndex = (value: number, language: string): string => indexes(language).format(value);

/** @param difference of two shares: 0.031 @returns percentage points: `+3.1` */
export const formatPoints = (difference: number, language: string): string =>
  points(language).format(difference * 100);
