/** Formats numbers of bytes. */
import { formatDecimal } from "./numbers.ts";

const UNITS = ["B", "kB", "MB", "GB"] as const;

/** @returns `3.3 MB`; units are powers of 1,000 */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${formatDecimal(bytes / 1000 ** power, language)} ${UNITS[power]}`;
}
