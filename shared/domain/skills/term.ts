/** A term of the dictionary of skills. The lists themselves are in base/, which pages do not load. */
export const TAG_KINDS = ["skill", "welfare", "requirement", "title", "other"] as const;
export type TagKind = (typeof TAG_KINDS)[number];

/** Whether a term is looked for in titles and texts too; with care where the word also means other things there. */
export const IN_TEXT = ["no", "yes", "careful"] as const;

/** Where a term is from: `base` is the list that ships with the product, the others differ from it by edits. */
export const TERM_SOURCES = ["base", "edited", "added", "removed"] as const;

export const MAX_TERM_CHARS = 40;
/** Characters of the note that says why a person edits the dictionary. */
export const MAX_NOTE_CHARS = 300;

/** What the dictionary says of one spelling. */
export interface Term {
  /** The spelling as it is shown. */
  text: string;
  kind: TagKind;
  /** Canonical name; null where the kind is not skill. */
  skill: string | null;
  inText: (typeof IN_TEXT)[number];
}
