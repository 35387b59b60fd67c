/** Findings of the doctors: one line a check, with what to do. */
import { plainText } from "./plain-text.ts";
import { padded } from "./width.ts";

const CHECK_COLUMNS = 12;

/** Result of one check of the doctor. */
export interface Finding {
  check: string;
  ok: boolean;
  /** The program cannot work when this check fails. */
  needed: boolean;
  /** What the check found. */
  detail: string;
  /** What to do; null when nothing is wrong. */
  todo: string | null;
}

/** The finding of a check that passed. */
export const fine = (check: string, detail: string): Finding => ({
  check,
  ok: true,
  needed: true,
  detail,
  todo: null,
});

/** The finding of a check that failed. */
export const bad = (check: string, detail: string, todo: string | null, needed = true): Finding => ({
  check,
  ok: false,
  needed,
  detail,
  todo,
});

/** True when all that is needed is fine. */
export const isReady = (findings: readonly Finding[]): boolean =>
  findings.every(({ ok, needed }) => ok || !needed);

type Color = (text: string) => string;

/** @returns the line for a terminal, without a line break */
export function lineOf(
  { check, ok, needed, detail, todo }: Finding,
  colors: Record<"green" | "yellow" | "red", Color>,
): string {
  const sign = ok ? colors.green("✓") : needed ? colors.red("✗") : colors.yellow("✗");
  return `${sign} ${plainText(`${padded(check, CHECK_COLUMNS)} ${detail}${todo === null ? "" : ` → ${todo}`}`)}`;
}
