/** Reads HTML pages: visible texts by selector, and the JSON that pages contain in their scripts. */
import { type HTMLElement, parse } from "node-html-parser";
import type { DetailAnswer, RawAnswer } from "./adapter.ts";
import { fail, failedDetail, gone, goneDetail, missing, readHtml, readJson } from "./answer.ts";
import { goneNotice, saysGone } from "./gone.ts";
import { boundPage } from "./page-limits.ts";
import { type Fields, isFields, text } from "./read.ts";

const STATE_SCRIPT = /(?:__INITIAL_STATE__|__INITIAL_DATA__|__NEXT_DATA__|application\/ld\+json)/;
const VERIFICATION = /captcha|verify-wrap|(?:滑动|安全|访问|人机)验证/i;
/** The search for an object stops after this many values. */
const MAX_NODES = 20_000;

/** @returns the visible text of the first match with white space collapsed; null when there is none */
export function textOf(root: HTMLElement, selector: string): string | null {
  const element = root.querySelector(selector);
  return element ? element.text.replace(/\s+/g, " ").trim() || null : null;
}

/** @returns the text of the first match with its line breaks, for descriptions */
export function linesOf(root: HTMLElement, selector: string): string | null {
  return root.querySelector(selector)?.structuredText.trim() || null;
}

export function attributeOf(root: HTMLElement, selector: string, name: string): string | null {
  return root.querySelector(selector)?.getAttribute(name)?.trim() || null;
}

/** Splits `民营 | 50-150人 | 互联网` into its parts. */
export function partsOf(text: string | null): string[] {
  return (text ?? "")
    .split(/[|｜·]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const CREDIT_CODE = /统一社会信用代码\s*(?:[:：]\s*)?([0-9a-z０-９ａ-ｚＡ-Ｚ*-]{6,40})/i;

/** @returns what a text names as the credit code, right or wrong; null when it names none */
export function shownCreditCode(text: string | null): string | null {
  return CREDIT_CODE.exec(text ?? "")?.[1] ?? null;
}

/** @returns the first complete `{…}` of a script; braces inside strings do not count */
function firstObject(script: string): string | null {
  const start = script.indexOf("{");
  let depth = 0;
  let quoted = false;
  for (let index = start; index >= 0 && index < script.length; index++) {
    const char = script[index];
    if (quoted) {
      if (char === "\\") index++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return script.slice(start, index + 1);
  }
  return null;
}

function* states(root: HTMLElement): Generator<unknown> {
  for (const script of root.querySelectorAll("script")) {
    if (!STATE_SCRIPT.test(script.rawAttrs) && !STATE_SCRIPT.test(script.rawText)) continue;
    const json = firstObject(script.rawText);
    if (json === null) continue;
    try {
      yield JSON.parse(json);
    } catch {
      // A script that assigns anything other than JSON has no state.
    }
  }
}

/** @returns the first object in the page's embedded JSON that `wanted` accepts, in breadth-first order */
export function findState(root: HTMLElement, wanted: (fields: Fields) => boolean): Fields | null {
  for (const state of states(root)) {
    const queue: unknown[] = [state];
    for (let index = 0; index < queue.length; index++) {
      const node = queue[index];
      if (isFields(node) && wanted(node)) return node;
      if (typeof node !== "object" || node === null) continue;
      for (const value of Object.values(node)) {
        if (queue.length >= MAX_NODES) break;
        queue.push(value);
      }
    }
  }
  return null;
}

/**
 * Reads a page.
 * @param read returns the item, or the name of the missing part: then the page says that the item is gone, is a
 * verification page (`blocked`) or has an unknown layout (`schema-drift`)
 */
export function readPage(answer: RawAnswer, read: (root: HTMLElement) => Fields | string): DetailAnswer {
  const absent = gone(answer);
  if (absent) return absent;
  const html = readHtml(answer);
  if (!html.ok) {
    const json = readJson(answer);
    const message = json.ok ? (text(json.value, "message", "msg") ?? "") : "";
    return saysGone(message) ? goneDetail(message) : failedDetail(html.failure);
  }
  const page = boundPage(html.value);
  if ("problem" in page) return failedDetail(fail("schema-drift", page.problem));
  const item = read(parse(page.html));
  if (typeof item !== "string") return { outcome: "ok", reason: null, retryAfterMs: null, item };
  const notice = goneNotice(html.value);
  if (notice !== null) return goneDetail(notice);
  const refused = VERIFICATION.test(html.value);
  return failedDetail(refused ? fail("blocked", "verification page") : missing(item));
}
