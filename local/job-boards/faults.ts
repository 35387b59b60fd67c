/** Injects faults: which answers are changed, how, and how often. */
import { z } from "zod";
import type { Answer, Board, Route } from "./board.ts";

export const FAULT_KINDS = [
  "429",
  "429-no-retry-after",
  "403",
  "code37",
  "verification",
  "slow",
  "cut",
  "renamed-field",
  "missing-has-more",
  "html",
  "5xx",
  "login",
  "dictionary-recoded",
  "dictionary-missing",
  "dictionary-new",
] as const;

export const FaultRule = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /**
   * Selects requests; without a field, every request matches it. Without `target`, a verification takes the choice of the
   * board, a fault of dictionaries these, and every other fault the lists.
   */
  match: z
    .strictObject({
      keyword: z.string().optional(),
      /** The board's city code. */
      city: z.string().optional(),
      page: z.number().int().min(1).optional(),
      target: z.enum(["list", "page", "detail", "company", "dictionary"]).optional(),
    })
    .default({}),
  /** Number of answers to change; without it all answers, until the faults are deleted. */
  times: z.number().int().min(1).optional(),
  retryAfterSeconds: z.number().int().min(0).max(86_400).default(1),
  delayMs: z.number().int().min(0).max(600_000).default(1000),
  status: z.number().int().min(500).max(599).default(503),
  /** Field to rename, at any depth; without it the field that holds the rows. */
  field: z.string().min(1).optional(),
  /** Entry of a dictionary that has another code, is missing, or has a new one beside it. */
  entry: z.string().min(1).default("杭州"),
  /** Name of the new entry. */
  name: z.string().min(1).default("新设市"),
});
export type FaultRule = z.infer<typeof FaultRule>;

interface Armed {
  rule: FaultRule;
  left: number;
}

export class Faults {
  #armed: Armed[] = [];

  arm(rules: FaultRule[]): void {
    this.#armed.push(...rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY })));
  }

  clear(): void {
    this.#armed = [];
  }

  list() {
    return this.#armed.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : null }));
  }

  /** @returns the first rule that matches, and counts one use of it */
  strike(route: Route, board: Board): FaultRule | null {
    const armed = this.#armed.find(({ rule }) => matches(rule, route, board));
    if (!armed) return null;
    if (--armed.left <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
    return armed.rule;
  }
}

function matches({ kind, match }: FaultRule, { target, search }: Route, board: Board): boolean {
  const own = kind.startsWith("dictionary-") ? "dictionary" : "list";
  const wanted = match.target ?? (kind === "verification" ? board.verificationTarget : own);
  if (target !== wanted) return false;
  if (match.keyword !== undefined && search?.keyword !== match.keyword) return false;
  if (match.city !== undefined && (search?.city ?? "") !== match.city) return false;
  return match.page === undefined || search?.page === match.page;
}

const page = (status: number, title: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "text/html;charset=UTF-8", ...headers },
  body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** @returns the changed answer. The server itself implements `slow` and `cut`. */
export function spoil(rule: FaultRule, board: Board, answer: () => Answer): Answer {
  switch (rule.kind) {
    case "429":
      return page(429, "Too Many Requests", { "retry-after": String(rule.retryAfterSeconds) });
    case "429-no-retry-after":
      return page(429, "Too Many Requests");
    case "403":
      return page(403, "403 Forbidden");
    case "5xx":
      return page(rule.status, "服务器繁忙");
    case "html":
      return page(200, "系统维护中");
    case "code37":
      return board.risk();
    case "verification":
      return board.verification();
    case "login":
      return board.login();
    case "renamed-field":
      return rewrite(answer(), rule.field ?? board.listField, (field) => `${field}V2`);
    case "missing-has-more":
      return rewrite(answer(), "hasMore", () => null);
    case "dictionary-recoded":
      return rewriteEntries(answer(), rule.entry, (entry) => [recoded(entry)]);
    case "dictionary-missing":
      return rewriteEntries(answer(), rule.entry, () => []);
    case "dictionary-new":
      return rewriteEntries(answer(), rule.entry, (entry) => [entry, recoded(entry, rule.name)]);
    default:
      return answer();
  }
}

type Entry = Record<string, unknown>;
const CODE_FIELDS = ["code", "id"];
const NAME_FIELDS = ["name", "value"];

/** The entry under a code that no other has, and under another name when one is given. */
function recoded(entry: Entry, name?: string): Entry {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([field, value]) => {
      if (CODE_FIELDS.includes(field)) return [[field, typeof value === "number" ? value + 77 : `9${value}`]];
      if (name !== undefined && NAME_FIELDS.includes(field)) return [[field, name]];
      // What is below it has codes of its own.
      return name !== undefined && Array.isArray(value) ? [] : [[field, value]];
    }),
  );
}

/** Replaces the entries of a name, wherever they stand in a list. */
function rewriteEntries(answer: Answer, name: string, replace: (entry: Entry) => Entry[]): Answer {
  const isEntry = (value: unknown): value is Entry =>
    typeof value === "object" &&
    value !== null &&
    NAME_FIELDS.some((field) => (value as Entry)[field] === name);
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.flatMap((item) => (isEntry(item) ? replace(item) : [walk(item)]));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, walk(inner)]));
  };
  return { ...answer, body: JSON.stringify(walk(JSON.parse(answer.body.toString()))) };
}

/** Renames a field at any depth, or removes it when `rename` returns null. */
function rewrite(answer: Answer, field: string, rename: (field: string) => string | null): Answer {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const next = name === field ? rename(name) : name;
      return next === null ? [] : [[next, walk(inner)]];
    });
    return Object.fromEntries(entries);
  };
  return { ...answer, body: JSON.stringify(walk(JSON.parse(answer.body.toString()))) };
}
