/**
 * Recruiters are persons (X15): their names, pictures, ids, phones and chat ids are masked in a platform's raw row
 * for readers who may not see them. Positions (`bossTitle`, `hrPosition`, `hrJob`) and the company's own facts stay.
 */
import type { Platform } from "../contracts/platform.ts";
import { maskContacts } from "../domain/mask-contacts.ts";
import type { MaskRules } from "./definition.ts";
import { platforms } from "./platforms.ts";

export const MASKED = "***";

type Fields = Record<string, unknown>;

/** On every platform: fields by which a person can be reached or identified. */
const CONTACT =
  /^(?:contacts?(?:name|person|phone|tel|mobile|email|info)?|link(?:man|phone|tel)|(?:mobile|tele)?phone(?:num|number)?|tel|mobile|e?mail|wechat|weixin|qq|im(?:id|userid|sessionid)?|chat(?:id|url)?|avatar(?:url)?|headimg(?:url)?|recruiter(?:name|id)?|publisher(?:name|id)?)$/i;

/** Keys, codes, addresses and times, whose long runs of digits are not phone numbers. */
const REFERENCE = /(?:ids?|numbers?|ur[il]|href|codes?|logo|path|keys?|time|date|datestring)$/i;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null and empty values identify nobody; they stay, so that a reader sees which fields the site left out. */
const hide = (value: unknown): unknown =>
  value === null || value === "" || typeof value === "boolean" ? value : MASKED;

const maskPerson = (person: unknown, kept: ReadonlySet<string>): unknown =>
  isFields(person)
    ? Object.fromEntries(
        Object.entries(person).map(([name, value]) => [
          name,
          kept.has(name) && !isFields(value) && !Array.isArray(value) ? maskText(value) : hide(value),
        ]),
      )
    : hide(person);

const maskText = (value: unknown): unknown =>
  typeof value === "string" ? maskContacts(value, MASKED) : value;

function maskField(rules: MaskRules, name: string, value: unknown): unknown {
  const kept = Object.hasOwn(rules.people, name) ? rules.people[name] : undefined;
  if (kept) return maskPerson(value, kept);
  const personal = rules.personal.test(name) && !rules.impersonal.has(name);
  if (personal || CONTACT.test(name)) return hide(value);
  return typeof value === "string" && REFERENCE.test(name) ? value : maskValue(rules, value);
}

function maskValue(rules: MaskRules, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValue(rules, item));
  if (!isFields(value)) return maskText(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, maskField(rules, name, field)]),
  );
}

/**
 * @param raw a list row, a detail or a company as the platform sent it; it is not changed
 * @returns the same shape with `***` in place of each masked value
 */
export const maskRecruiter = (platform: Platform, raw: unknown): unknown =>
  maskValue(platforms[platform].mask, raw);

/** A text column, for example a description. */
export const maskRecruiterText = <T extends string | null>(text: T): T => maskText(text) as T;
