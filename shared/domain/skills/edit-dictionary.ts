/** How edits lie over the base list: each changes terms by their key and keeps what they were, so that it can be undone. */
import type { EditEntry, EntryState, SkillEditInput } from "../../contracts/skills.ts";
import type { Term } from "./term.ts";
import { termKey } from "./term-key.ts";

/** Keys that differ from the base list; null: taken out. */
export type Overrides = ReadonlyMap<string, Term | null>;

/** The base list with the edits over it. */
export function withOverrides(base: ReadonlyMap<string, Term>, overrides: Overrides): Map<string, Term> {
  const terms = new Map(base);
  for (const [key, term] of overrides) {
    if (term === null) terms.delete(key);
    else terms.set(key, term);
  }
  return terms;
}

const stateOf = (term: Term | undefined): EntryState =>
  term ? { text: term.text, kind: term.kind, skill: term.skill, in_text: term.inText } : null;
export const termOf = (state: EntryState): Term | null =>
  state && { text: state.text, kind: state.kind, skill: state.skill, inText: state.in_text };
const isSame = (one: EntryState, other: EntryState): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Why an edit can't be made. */
export class EditRefused extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.name = "EditRefused";
    this.field = field;
  }
}

/**
 * @returns what the edit changes; terms that are so already are left out
 * @throws EditRefused for a skill or term that the dictionary does not hold, or that is named twice
 */
export function entriesOf(terms: ReadonlyMap<string, Term>, edit: SkillEditInput): EditEntry[] {
  const entries = new Map<string, EditEntry>();
  const add = (field: string, key: string, after: EntryState) => {
    if (entries.has(key)) throw new EditRefused(field, "is named twice");
    entries.set(key, { key, before: stateOf(terms.get(key)), after });
  };
  if (edit.action === "set") {
    for (const [at, term] of edit.terms.entries()) add(`terms.${at}.text`, termKey(term.text), term);
  } else if (edit.action === "remove") {
    for (const [at, text] of edit.terms.entries()) {
      const key = termKey(text);
      if (!terms.has(key)) throw new EditRefused(`terms.${at}`, "is not in the dictionary");
      add(`terms.${at}`, key, null);
    }
  } else {
    for (const [key, term] of terms) {
      if (term.skill === edit.skill)
        add("skill", key, { ...(stateOf(term) as NonNullable<EntryState>), skill: edit.to });
    }
    if (entries.size === 0) throw new EditRefused("skill", "is not in the dictionary");
    // A new name is a spelling of its own, so that tags with it are found.
    const name = termKey(edit.to);
    if (!terms.has(name))
      entries.set(name, {
        key: name,
        before: null,
        after: { text: edit.to, kind: "skill", skill: edit.to, in_text: "no" },
      });
  }
  return [...entries.values()].filter(({ before, after }) => !isSame(before, after));
}

/**
 * @returns the entries that undo an edit
 * @throws EditRefused when a later edit changed one of its terms again
 */
export function undoOf(terms: ReadonlyMap<string, Term>, entries: readonly EditEntry[]): EditEntry[] {
  return entries.map(({ key, before, after }) => {
    if (!isSame(stateOf(terms.get(key)), after))
      throw new EditRefused("number", `${key} was changed by a later edit: undo that one first`);
    return { key, before: after, after: before };
  });
}
