/** Formats numbers that only figures have. They stand apart, so that lists do not load them. */
import { perLanguage } from "./locale-cache.ts";

const indexes = perLanguage(
  (language) => new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const points = perLanguage(
  (language) => new Intl.NumberFormat(language, { maximumFractionDigits: 2, signDisplay: "exceptZero" }),
);

/** `100.0`. */
export const formatIndex = (value: number, language: string): string => indexes(language).format(value);

/** `+3.1`, in percentage points. @param difference of two shares: 0.031 */
export const formatPoints = (difference: number, language: string): string =>
  points(language).format(difference * 100);
