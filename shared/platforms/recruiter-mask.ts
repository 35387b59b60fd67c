/**
 * The one place that hides recruiters from readers who may not see them (X15). Recruiters are persons: their names,
 * pictures, ids, phones and chat ids are masked in a platform's raw row, and contacts in every text that came from
 * outside. Positions (`bossTitle`, `hrPosition`, `hrJob`) and the company's own facts stay.
 *
 * What is masked is hostile: levels and characters are bounded, so that no stored row stops an answer.
 */
import type { Platform } from "../contracts/platform.ts";
import { hasNumberOrMail, maskContacts } from "../domain/mask-contacts.ts";
import { MAX_NESTING } from "../nesting.ts";
import type { MaskRules } from "./definition.ts";
import { platforms } from "./platforms.ts";

export const MASKED = "***";

type Fields = Record<string, unknown>;

/** On every platform: fields by which a person can be reached or identified, by their name without `_` and `-`. */
const CONTACT =
  /phone|mobile|hotline|landline|fax(?:no|num|number)?$|wechat|weixin|whatsapp|telegram|skype|e?mail|^(?:contacts?(?:name|person|tel|info)?|link(?:man|tel)|tel|qq(?:id|num|number)?|im(?:id|userid|sessionid)?|chat(?:id|url)?|avatar(?:url)?|headimg(?:url)?|recruiter(?:name|id)?|publisher(?:name|id)?)$/i;

/** Keys, codes, addresses and times, whose long runs of digits are not phone numbers. */
const REFERENCE = /(?:ids?|numbers?|ur[il]|href|codes?|logo|path|keys?|time|date|datestring)$/i;
/** What a reference is made of; other text under such a name is masked like any text. */
const REFERENCE_SHAPE = /^[\w\-.~:/?#&=%+,;$!*|]*$/;
/** A key of eleven digits stays, even one like a phone number; a code, an address or a time has no such value. */
const KEY = /(?:ids?|keys?|numbers?)$/i;
const ADDRESS = /(?:ur[il]|href|logo|path)$/i;
/** `?tel=…`, `/微信abc123`: random keys inside an address look like chat ids, so that only those with a name are found. */
const NAMED_IN_ADDRESS =
  /微信|电话|手机|联系|扣扣|[\W_](?:tel|phone|mobile|mail|wechat|weixin|wx|vx|qq)[\W_]{1,9}\w{5}/iu;

const BETWEEN_DIGITS = /[-.~:/|,_*]/g;
const MOBILE = /^(?:\+?86)?1[3-9]\d{9}$/;

/** Maximum of characters that are masked in one answer; texts after them are hidden whole. */
const MAX_CHARS = 2_000_000;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null and empty values identify nobody; they stay, so that a reader sees which fields the site left out. */
const hide = (value: unknown): unknown =>
  value === null || value === "" || typeof value === "boolean" ? value : MASKED;

const decoded = (address: string): string => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};

/** True for a reference that names no person. */
function isHarmless(name: string, value: string): boolean {
  if (!REFERENCE_SHAPE.test(value)) return false;
  if (KEY.test(name)) return true;
  if (!ADDRESS.test(name)) return !MOBILE.test(value.replace(BETWEEN_DIGITS, ""));
  const address = decoded(value);
  return !NAMED_IN_ADDRESS.test(address) && !hasNumberOrMail(address);
}

interface Rules extends MaskRules {
  /** Names of further references. */
  references: RegExp | null;
  /** Hides numbers that are phone numbers; the numbers of our own answers count bytes and rows. */
  numbers: boolean;
}

/** One pass over one value. */
class Mask {
  readonly #rules: Rules;
  #charsLeft = MAX_CHARS;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  text(text: string): string {
    this.#charsLeft -= text.length;
    return this.#charsLeft < 0 ? MASKED : maskContacts(text, MASKED);
  }

  value(value: unknown, levels = MAX_NESTING): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.#rules.numbers && MOBILE.test(String(value)) ? MASKED : value;
    if (typeof value !== "object" || value === null) return value;
    if (levels === 0) return MASKED;
    if (Array.isArray(value)) return value.map((item) => this.value(item, levels - 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        this.#name(name),
        this.#field(name, field as unknown, levels - 1),
      ]),
    );
  }

  #name(name: string): string {
    return /^[A-Za-z_$][\w$]{0,63}$/.test(name) && !/\d{5}/.test(name) ? name : this.text(name);
  }

  #field(name: string, value: unknown, levels: number): unknown {
    const { people, personal, impersonal, references } = this.#rules;
    const kept = Object.hasOwn(people, name) ? people[name] : undefined;
    if (kept) return this.#person(value, kept);
    const isPersonal = personal.test(name) && !impersonal.has(name);
    if (isPersonal || CONTACT.test(name.replace(/[_-]/g, ""))) return hide(value);
    const isReference = REFERENCE.test(name) || references?.test(name);
    if (isReference && (typeof value === "number" || typeof value === "string")) {
      if (isHarmless(name, String(value))) return value;
    }
    return this.value(value, levels);
  }

  #person(person: unknown, kept: ReadonlySet<string>): unknown {
    if (!isFields(person)) return hide(person);
    return Object.fromEntries(
      Object.entries(person).map(([name, value]) => [
        this.#name(name),
        kept.has(name) && (typeof value !== "object" || value === null) ? this.value(value) : hide(value),
      ]),
    );
  }
}

/**
 * @param raw a list row, a detail or a company as the platform sent it; it is not changed
 * @returns the same shape with `***` in place of each masked value
 */
export const maskRecruiter = (platform: Platform, raw: unknown): unknown =>
  new Mask({ ...platforms[platform].mask, references: null, numbers: true }).value(raw);

/**
 * Texts of our own answers: names of fields are ours and hide nobody, but what is written in them came from outside.
 * Cursors, one-time secrets and hashes are random, and stay.
 */
const ANSWER: Rules = {
  people: {},
  personal: /(?!)/,
  impersonal: new Set(),
  references: /(?:cursor|secret|token|hash|fingerprint|version|ip|route)$/i,
  numbers: false,
};

/** Masks the contacts in every text of an answer. @returns the same shape */
export const maskAnswer = <T>(answer: T): T => new Mask(ANSWER).value(answer) as T;

/** True when the mask changes a text of the value: whoever is shown masked answers finds it in none of them. */
export const hasContacts = (value: unknown): boolean =>
  JSON.stringify(maskAnswer(value)) !== JSON.stringify(value);
