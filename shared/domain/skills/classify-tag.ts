/** What a tag of a posting is: a skill by its canonical name, welfare, a requirement, a title, or nothing of use. */
import { cityName } from "../city.ts";
import { kindByRule, MAX_TAG_CHARS } from "./rules.ts";
import type { TagKind, Term } from "./term.ts";
import { squash, termKey } from "./term-key.ts";

export interface TagClass {
  kind: TagKind;
  /** Canonical names; several where a tag names several (c/c++); empty where the kind is not skill. */
  skills: string[];
  /** What decided: the dictionary, or a rule where it does not hold the tag. */
  by: "dictionary" | "rule";
}

/** True when two classes make the same row of a tag's skills, whatever decided them. */
export const isSameClass = (one: Omit<TagClass, "by">, other: Omit<TagClass, "by">): boolean =>
  one.kind === other.kind && one.skills.join("\n") === other.skills.join("\n");

/** Terms by key, and by the looser form of their key. */
export interface Dictionary {
  terms: ReadonlyMap<string, Term>;
  squashed: ReadonlyMap<string, Term>;
}

export function dictionaryOf(terms: ReadonlyMap<string, Term>): Dictionary {
  const squashed = new Map<string, Term>();
  for (const [key, term] of terms) {
    const loose = squash(key);
    if (!squashed.has(loose)) squashed.set(loose, term);
  }
  return { terms, squashed };
}

/** What may follow a name of Latin letters without changing what it is: Java开发, MySQL数据库, Vue框架. */
const AFTER_NAME =
  /(?<=^[a-z0-9.#+/ -]+)(?:程序|软件|项目|系统|后端|后台)?(?:开发|编程|语言|技术|数据库|框架|编程语言|程序设计|脚本|技能|软件|应用)$/u;
/** A version after a name of at least three characters: C1 is a driving licence, C51 a chip. */
const VERSION = /(?<=^[a-z#+][a-z.#+ -]{2,})\s*v?\d+(?:\.\d+)*\+?(?:以上|版本)?$/u;
const SEPARATORS = /[/、,，;；&|]+|\s+和\s*/u;
/** A place says nothing of a posting's skills. */
const isPlace = (key: string): boolean => key.length >= 2 && key.length <= 12 && cityName(key) !== null;

function find(dictionary: Dictionary, key: string): Term | undefined {
  return dictionary.terms.get(key) ?? dictionary.squashed.get(squash(key));
}

/** A spelling of the dictionary, also with a version or a word of its trade after it. */
function findName(dictionary: Dictionary, key: string): Term | undefined {
  const found = find(dictionary, key);
  if (found) return found;
  for (const pattern of [AFTER_NAME, VERSION]) {
    const bare = key.replace(pattern, "").trim();
    const term = bare === key ? undefined : find(dictionary, bare);
    if (term?.kind === "skill") return term;
  }
  return undefined;
}

const skillsOf = (terms: readonly Term[]): string[] => [
  ...new Set(terms.flatMap(({ skill }) => (skill === null ? [] : [skill]))),
];

/**
 * @param tag as a site sends it
 */
export function classifyTag(dictionary: Dictionary, tag: string): TagClass {
  // Prose is not the name of a skill, and no pattern below may meet a long text.
  if (tag.length > MAX_TAG_CHARS) return { kind: "other", skills: [], by: "rule" };
  const key = termKey(tag);
  if (key === "") return { kind: "other", skills: [], by: "rule" };
  const term = findName(dictionary, key);
  if (term) return { kind: term.kind, skills: skillsOf([term]), by: "dictionary" };
  const parts = key.split(SEPARATORS).filter((part) => part !== "");
  if (parts.length > 1) {
    const terms = parts.map((part) => findName(dictionary, part.trim()));
    // A list of skills, each by its name; one unknown part leaves the tag as it is.
    if (terms.every((one) => one?.kind === "skill"))
      return { kind: "skill", skills: skillsOf(terms as Term[]), by: "dictionary" };
    if (terms.every((one) => one && one.kind === terms[0]?.kind))
      return { kind: terms[0]?.kind ?? "other", skills: [], by: "dictionary" };
  }
  const kind = kindByRule(key) ?? (isPlace(key) ? "other" : null);
  if (kind !== null) return { kind, skills: [], by: "rule" };
  return { kind: "skill", skills: [tag.normalize("NFKC").replace(/\s+/gu, " ").trim()], by: "rule" };
}
