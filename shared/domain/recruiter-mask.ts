/**
 * Recruiters are persons (X15): their names, pictures, ids, phones and chat ids are masked in a platform's raw row for
 * those who may not see them. Positions (`bossTitle`, `hrPosition`, `hrJob`) and what companies tell of themselves stay.
 */
import type { Platform } from "../contracts/platform.ts";
import { maskContacts } from "./mask-contacts.ts";

export const MASKED = "***";

type Fields = Record<string, unknown>;

/**
 * Objects that describe a person, wherever they stand: of these only the named fields stay, so that a field
 * that a site adds is masked until somebody looks at it.
 */
const PEOPLE: Record<Platform, Record<string, ReadonlySet<string>>> = {
  boss: { bossInfo: new Set(["title", "activeTimeDesc", "bossOnline", "brandName"]) },
  qcwy: { hrInfo: new Set(["hrPosition", "hrActiveStatusGreen"]) },
  zhilian: {
    staffCard: new Set(["hrJob", "hrOnlineState", "hrStateInfo"]),
    staff: new Set(["hrJob", "hrOnlineState", "hrStateInfo"]),
  },
};

/** Of fields that speak of the recruiter beside the posting's own, those that tell nothing of the person. */
const IMPERSONAL: Record<Platform, ReadonlySet<string>> = {
  boss: new Set(["bossTitle", "bossOnline"]),
  qcwy: new Set(["hrPosition", "hrActiveStatusGreen", "hrIsOnline", "hrLabels"]),
  zhilian: new Set(["hrJob", "hrOnlineState"]),
};

const PERSONAL: Record<Platform, RegExp> = {
  boss: /^(?:encryptBoss|boss)(?=[A-Z_]|$)/,
  qcwy: /^(?:hr|(?:small|large|big)Hr)(?=[A-Z_])/,
  zhilian: /^(?:staff|hr)(?=[A-Z_])/,
};

/** On all three: ways to reach or to tell a person, whatever they are named after. */
const CONTACT =
  /^(?:contacts?(?:name|person|phone|tel|mobile|email|info)?|link(?:man|phone|tel)|(?:mobile|tele)?phone(?:num|number)?|tel|mobile|e?mail|wechat|weixin|qq|im(?:id|userid|sessionid)?|chat(?:id|url)?|avatar(?:url)?|headimg(?:url)?|recruiter(?:name|id)?|publisher(?:name|id)?)$/i;

/** Keys, codes, addresses and times: long runs of digits in them are no phone numbers. */
const REFERENCE = /(?:ids?|numbers?|ur[il]|href|codes?|logo|path|keys?|time|date|datestring)$/i;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null and empty say nothing about anybody: they stay, so that one sees what the site left out. */
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

function maskField(platform: Platform, name: string, value: unknown): unknown {
  const people = PEOPLE[platform];
  const kept = Object.hasOwn(people, name) ? people[name] : undefined;
  if (kept) return maskPerson(value, kept);
  const personal = PERSONAL[platform].test(name) && !IMPERSONAL[platform].has(name);
  if (personal || CONTACT.test(name)) return hide(value);
  return typeof value === "string" && REFERENCE.test(name) ? value : maskValue(platform, value);
}

function maskValue(platform: Platform, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValue(platform, item));
  if (!isFields(value)) return maskText(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, maskField(platform, name, field)]),
  );
}

/**
 * @param raw a list row, a detail or a company as the platform sent it; it is not changed
 * @returns the same shape; what was masked is `***`
 */
export const maskRecruiter = (platform: Platform, raw: unknown): unknown => maskValue(platform, raw);

/** A text column, for example a description. */
export const maskRecruiterText = <T extends string | null>(text: T): T => maskText(text) as T;
