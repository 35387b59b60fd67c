/** Readers of values on the command line. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../shared/time.ts";
import { usageError } from "./exit.ts";
import type { Io } from "./io.ts";

const UNITS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * @param text `2026-11-29`, `2026-11-29T08:30` (this machine's zone), the same with `Z` or `+08:00`, `now`, `+30m`, `-2d`
 * @returns Unix ms
 */
export function readWhen(text: string, now = Date.now()): number {
  if (text === "now") return now;
  const relative = /^([+-])(\d{1,6})([smhd])$/.exec(text);
  if (relative) {
    const [, sign, count, unit = ""] = relative;
    return now + (sign === "-" ? -1 : 1) * Number(count) * (UNITS[unit] ?? 0);
  }
  // A date alone would be read as UTC, and a date with a time in the machine's zone.
  const at = ISO.test(text) ? Date.parse(text.includes("T") ? text : `${text}T00:00`) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError("It is no time: 2026-11-29, 2026-11-29T08:30, now, +30m or -2d.");
  return at;
}

/** @param text `90`, `90s`, `15m`, `2h`, `1d` @returns seconds */
export function readSpan(text: string): number {
  const [, count, unit = "s"] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError("It is no span of time: 90s, 15m, 2h or 1d.");
  return (Number(count) * (UNITS[unit] ?? 0)) / SECOND_MS;
}

export function readWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}

/** Collects ids that follow each other as arguments. */
export const collectIds = (id: string, before: string[] = []): string[] => [...before, readId(id)];

/** Collects the values of an option that may be given several times, or once with commas. */
export const collect = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  ...value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
];
/** The same without commas, which belong to the values. */
export const collectWhole = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  value,
];

/** An id or a name is one part of a path: it must not lead to another address of the server. */
export function readId(text: string): string {
  if (!/^[\w.:-]{1,200}$/.test(text) || /^\.+$/.test(text)) throw new InvalidArgumentError("It is no id.");
  return text;
}

const PRIORITIES: ReadonlyMap<string, 0 | 5 | 8 | 10> = new Map([
  ["low", 0],
  ["normal", 5],
  ["high", 8],
  ["urgent", 10],
]);

/** Priorities of tasks, by name or number. */
export function readPriority(text: string): 0 | 5 | 8 | 10 {
  const found =
    PRIORITIES.get(text.toLowerCase()) ?? [...PRIORITIES.values()].find((value) => String(value) === text);
  if (found === undefined) throw new InvalidArgumentError("It is not one of low, normal, high, urgent.");
  return found;
}

const MAX_INPUT_BYTES = 1_000_000;

/**
 * @param text a JSON object, `@file`, or `-` for the standard input
 * @throws CliError that names what is wrong
 */
export async function readJsonObject(text: string, io: Io): Promise<Record<string, unknown>> {
  const source = text === "-" ? "the standard input" : text.startsWith("@") ? text.slice(1) : "--input";
  const json =
    text === "-"
      ? new TextDecoder().decode(await io.input.readAll(MAX_INPUT_BYTES))
      : text.startsWith("@")
        ? await readTextFile(text.slice(1), io)
        : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usageError(`${source} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw usageError(`${source} is not a JSON object`);
}

const readTextFile = (path: string, io: Io) =>
  readFile(resolve(io.cwd, path), "utf8").catch((error: Error) => {
    throw usageError(`${path} cannot be read: ${error.message}`);
  });
