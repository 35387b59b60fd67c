/**
 * The dictionary that ships with the product. Edits of people lie over it (D1), so that an update of the product brings
 * new terms without touching theirs. A change here takes a new `BASE_VERSION`: the next refresh classifies all tags anew.
 */
import type { TagKind, Term } from "../term.ts";
import { squash, termKey } from "../term-key.ts";
import { BUSINESS } from "./business.ts";
import { ENGINEERING } from "./engineering.ts";
import { LANGUAGES } from "./languages.ts";
import { OTHER_TAGS, REQUIREMENT_TAGS, TITLE_TAGS, WELFARE_TAGS } from "./not-skills.ts";
import { SOFTWARE } from "./software.ts";

export const BASE_VERSION = 2;

const HAN = /\p{Script=Han}/u;

const IN_TEXT = { "-": "no", "+": "yes", "~": "careful" } as const;

/**
 * A line `Name: spelling, spelling`. Spellings of Latin letters are looked for in texts too, Chinese ones as tags only;
 * `-` after a spelling keeps it out of texts, where it means other things; `~` wants care with it; `+` takes a Chinese one in.
 */
function* readLines(lines: string): Generator<Term> {
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const [name = "", rest = ""] = line.split(/: (.*)/, 2);
    const skill = name.replace(/(?<=[^+])[+~-]$/u, "").trim();
    for (const [at, spelling] of [name, ...rest.split(", ")].entries()) {
      if (spelling === "") continue;
      // C++ and the like end in signs of their own.
      const mark = /[^+-]([+~-])$/u.exec(spelling)?.[1] as keyof typeof IN_TEXT | undefined;
      const text = mark ? spelling.slice(0, -1) : spelling;
      const inText = mark ? IN_TEXT[mark] : HAN.test(text) ? "no" : "yes";
      yield { text: at === 0 ? skill : text, kind: "skill", skill, inText };
    }
  }
}

function* readNames(names: string, kind: Exclude<TagKind, "skill">): Generator<Term> {
  for (const text of names.split("|")) yield { text, kind, skill: null, inText: "no" };
}

let kept: ReadonlyMap<string, Term> | null = null;

/** Terms of the base by their key; an earlier line wins. Read once in an isolate. */
export function readBase(): ReadonlyMap<string, Term> {
  kept ??= readLists();
  return kept;
}

function readLists(): Map<string, Term> {
  const terms = new Map<string, Term>();
  const own = [
    ...readNames(OTHER_TAGS, "other"),
    ...readNames(TITLE_TAGS, "title"),
    ...readNames(REQUIREMENT_TAGS, "requirement"),
    ...readNames(WELFARE_TAGS, "welfare"),
  ];
  for (const term of [...readLines(SOFTWARE), ...readLines(ENGINEERING), ...readLines(BUSINESS), ...own]) {
    const key = termKey(term.text);
    if (!terms.has(key)) terms.set(key, term);
  }
  const squashed = new Set([...terms.keys()].map(squash));
  // Names of languages from an open list fill what the own dictionary does not say.
  for (const line of LANGUAGES.split("\n")) {
    const [name = "", ...aliases] = line.split("|");
    const known = [name, ...aliases]
      .map((one) => terms.get(termKey(one)))
      .find((term) => term?.kind === "skill");
    for (const text of [name, ...aliases]) {
      const key = termKey(text);
      if (key !== "" && !terms.has(key) && !squashed.has(squash(key)))
        terms.set(key, { text, kind: "skill", skill: known?.skill ?? name, inText: "no" });
    }
  }
  return terms;
}
