/**
 * Makes an event of Sentry from a line of the log (https://develop.sentry.dev/sdk/data-model/event-payloads/). Only
 * fields of a closed list leave the platform, and texts leave without contacts, quoted values and Chinese words: those
 * come from postings and from people. Secrets are out of a line before it comes here.
 */
import { maskContacts } from "../domain/mask-contacts.ts";

/** Fields that say where it happened, and hold no data of people. */
const TAGS = [
  "component",
  "method",
  "route",
  "schedule",
  "queue",
  "platform",
  "kind",
  "channel",
  "data_type",
  "part",
  "step",
  "code",
] as const;
const EXTRA = ["request_id", "task_id", "slot_at", "batch_id", "run_id", "status"] as const;
const MAX_TEXT_CHARS = 1000;
const MAX_FRAMES = 50;
const MASK = "***";

interface Frame {
  function: string;
  filename: string;
  lineno: number;
  colno: number;
}

/** A scope in the path of a package, `/@scope/`, is none. */
function isAddress(word: string): boolean {
  const at = word.indexOf("@");
  return at > 0 && word[at - 1] !== "/" && word.indexOf(".", at + 2) > 0;
}

/** Hides what may be data: contacts, Chinese words, and quoted values. */
export function hideData(text: string): string {
  const cut = text.slice(0, MAX_TEXT_CHARS);
  // A failed statement of D1 ends with its bound values.
  const told = cut.replace(/\bparams: [\s\S]*/i, `params: ${MASK}`);
  return maskContacts(told, MASK)
    .replace(/[^\s'"<>]+/g, (word) => (isAddress(word) ? MASK : word))
    .replace(/\p{Script=Han}[\p{Script=Han}\d·（）()、，。]*/gu, MASK)
    .replace(/(['"`])(?:(?!\1)[^\\]|\\.){1,500}\1/g, `$1${MASK}$1`)
    .replace(/\?[^\s#]{1,500}/g, `?${MASK}`)
    .replace(/\d{7,}/g, MASK);
}

const FRAME = /^\s*at (?:(?:async )?(.+?) \()?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/;

/** Reads a stack as V8 writes it. @returns frames, the innermost last, as Sentry wants them */
export function framesOf(stack: string): Frame[] {
  return stack
    .split("\n", MAX_FRAMES + 10)
    .flatMap((line) => {
      const [, name, filename, row, column] = FRAME.exec(line.slice(0, 500)) ?? [];
      if (filename === undefined) return [];
      return [{ function: name ?? "?", filename, lineno: Number(row), colno: Number(column) }];
    })
    .slice(0, MAX_FRAMES)
    .reverse();
}

export interface SentryEvent {
  event_id: string;
  /** Seconds since 1970. */
  timestamp: number;
  platform: "javascript";
  level: "error";
  environment: string;
  logger: string;
  message?: { formatted: string };
  exception?: { values: { type: string; value: string; stacktrace?: { frames: Frame[] } }[] };
  tags: Record<string, string>;
  extra: Record<string, string | number>;
  /** Lines of one message and one error are one issue. */
  fingerprint: string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** @param line a line of the log, of level error; its secrets are hidden already */
export function eventOf(
  line: Record<string, unknown>,
  { id, now, environment }: { id: string; now: number; environment: string },
): SentryEvent {
  const message = hideData(textOf(line.message));
  const error = isObject(line.error) ? line.error : { message: textOf(line.error) };
  const type = /^[\w.]{1,80}$/.test(textOf(error.type)) ? textOf(error.type) : "Error";
  const value = hideData(textOf(error.message));
  const frames = framesOf(textOf(error.stack));
  const pick = (names: readonly string[]) =>
    names.flatMap((name): [string, string | number][] => {
      const field = line[name];
      if (typeof field === "number") return [[name, field]];
      return typeof field === "string" && field !== "" ? [[name, hideData(field).slice(0, 200)]] : [];
    });
  return {
    event_id: id.replaceAll("-", ""),
    timestamp: now / 1000,
    platform: "javascript",
    level: "error",
    environment,
    logger: textOf(line.component) || "worker",
    ...(value === "" && frames.length === 0
      ? { message: { formatted: message } }
      : {
          exception: {
            values: [
              { type, value: `${message}: ${value}`, ...(frames.length > 0 && { stacktrace: { frames } }) },
            ],
          },
        }),
    tags: Object.fromEntries(pick(TAGS).map(([name, field]) => [name, String(field)])),
    extra: Object.fromEntries(pick(EXTRA)),
    fingerprint: [message, type, value],
  };
}
