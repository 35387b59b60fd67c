/** A term of the dictionary of skills. The lists themselves are in base/, which pages do not load. */
export const TAG_KINDS = ["skill", "welfare", "requirement", "title", "other"] as const;
export type TagKind = (typeof TAG_KINDS)[number];

/** What the dictionary says of one spelling. */
export interface Term {
  /** As it is shown. */
  text: string;
  kind: TagKind;
  /** Canonical name; null where the kind is not skill. */
  skill: string | null;
  /** Whether it is looked for in titles and texts too; with care where the word also means other things there. */
  inText: "no" | "yes" | "careful";
}
