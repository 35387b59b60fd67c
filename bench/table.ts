/** Prints the results as a table for a person, and as JSON. */
import { isMet, type Missing, type Result } from "./result.ts";

const WIDTHS = [58, 8, 8, 15, 8, 8, 6];
const HEADS = ["what", "target", "median", "min – max", "rounds", "stolen", ""];

function figure(value: number, unit: Result["unit"]): string {
  if (unit === "ratio" || unit === "ms" || unit === "USD") return value.toFixed(2);
  return Math.round(value).toLocaleString("en-US");
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

function lineOf(cells: string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join("  ")
    .trimEnd();
}

export function tableOf(results: (Result | Missing)[]): string {
  const lines = [lineOf(HEADS), lineOf(WIDTHS.map((width) => "-".repeat(width)))];
  for (const result of results) {
    if ("missing" in result) {
      lines.push(`${result.what}: ${result.missing}`);
      continue;
    }
    const { what, target, unit, median, min, max, rounds, repeated, steal, notes } = result;
    const sign = target?.is === "at most" ? "≤" : "≥";
    const met = isMet(result);
    lines.push(
      lineOf([
        what,
        target ? `${sign} ${figure(target.value, unit)}` : "–",
        figure(median, unit),
        `${figure(min, unit)} – ${figure(max, unit)}`,
        repeated > 0 ? `${rounds} (+${repeated})` : String(rounds),
        steal === null ? "–" : percent(steal),
        met === null ? "" : met ? "pass" : "MISS",
      ]),
      `    ÷ ${result.against}`,
      ...notes.map((note) => `    ${note}`),
    );
  }
  return lines.join("\n");
}
