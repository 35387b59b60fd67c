/** The dictionary of skills: its terms, edits of people, and tags that it does not know, as API and dashboard share them. */
import { z } from "zod";
import { IN_TEXT, MAX_NOTE_CHARS, MAX_TERM_CHARS, TAG_KINDS, TERM_SOURCES } from "../domain/skills/term.ts";

export const TagKind = z.enum(TAG_KINDS);

export const InText = z
  .enum(IN_TEXT)
  .describe("Whether it is looked for in titles and texts too; with care where it is an everyday word");

/** Terms that one edit or one file may set. */
export const MAX_EDIT_TERMS = 1000;
/** Terms that differ from the list that ships with the product. */
export const MAX_CHANGED_TERMS = 20_000;
/** Terms that people may add to those that are looked for in texts: each makes the search for all of them slower. */
export const MAX_TEXT_TERMS = 2000;

/** A name or spelling: one line that says something. */
const Name = z
  .string()
  .transform((text) => text.normalize("NFC").replace(/\s+/gu, " ").trim())
  .pipe(
    z
      .string()
      // An empty name gets this one message: what it lacks besides says nothing more.
      .min(1, { abort: true })
      .max(MAX_TERM_CHARS)
      .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}]+$/u, "holds a character that shows nothing")
      .regex(/[\p{L}\p{N}]/u, "holds no letter or digit"),
  );

export const TermInput = z
  .strictObject({
    text: Name.describe("Spelling as sites write it"),
    kind: TagKind,
    skill: Name.nullable().default(null).describe("Canonical name; null where the kind is not skill"),
    in_text: InText.default("no"),
  })
  .superRefine(({ kind, skill, in_text }, context) => {
    if ((kind === "skill") !== (skill !== null))
      context.addIssue({
        code: "custom",
        path: ["skill"],
        message: kind === "skill" ? "is missing: a skill needs its name" : "is for skills only",
      });
    if (kind !== "skill" && in_text !== "no")
      context.addIssue({ code: "custom", path: ["in_text"], message: "is for skills only" });
  });
export type TermInput = z.infer<typeof TermInput>;

const note = z.string().trim().max(MAX_NOTE_CHARS).default("").describe("Why, for the history");

export const SkillEditInput = z.discriminatedUnion("action", [
  z
    .strictObject({ action: z.literal("set"), terms: z.array(TermInput).min(1).max(MAX_EDIT_TERMS), note })
    .describe("Add terms, or move them to another kind or skill"),
  z
    .strictObject({ action: z.literal("rename"), skill: Name, to: Name, note })
    .describe("Rename a skill; where the new name is a skill already, the two become one"),
  z
    .strictObject({ action: z.literal("remove"), terms: z.array(Name).min(1).max(MAX_EDIT_TERMS), note })
    .describe("Take terms out: the rules decide then"),
]);
export type SkillEditInput = z.infer<typeof SkillEditInput>;

export const SkillTerm = z.object({
  key: z.string().describe("The spelling, folded: plain width, small letters"),
  text: z.string(),
  kind: TagKind,
  skill: z.string().nullable(),
  in_text: InText,
  source: z.enum(TERM_SOURCES).describe("base: as shipped; the others differ from that by edits"),
  postings: z
    .number()
    .int()
    .nullable()
    .describe("Postings with the skill now; null where the kind is not skill"),
});
export type SkillTerm = z.infer<typeof SkillTerm>;

const EntryState = z
  .object({ text: z.string(), kind: TagKind, skill: z.string().nullable(), in_text: InText })
  .nullable()
  .describe("null: not in the dictionary");
export type EntryState = z.infer<typeof EntryState>;

export const EditEntry = z.object({ key: z.string(), before: EntryState, after: EntryState });
export type EditEntry = z.infer<typeof EditEntry>;

export const EDIT_ACTIONS = ["set", "rename", "remove", "import", "undo"] as const;

export const SkillEdit = z.object({
  number: z.number().int().describe("Of the edit, ascending; part of the dictionary's version"),
  at: z.number().int().describe("Unix time in milliseconds"),
  by: z.string().describe("Name of the user at that time"),
  action: z.enum(EDIT_ACTIONS),
  note: z.string(),
  entries: z.array(EditEntry),
  undoes: z.number().int().nullable(),
  undone_by: z.number().int().nullable(),
});
export type SkillEdit = z.infer<typeof SkillEdit>;

export const DictionaryState = z.object({
  version: z.string().describe("Version of the base list and number of the last edit, as 1.42"),
  published: z.string().nullable().describe("Version that postings, search and figures follow now"),
  is_current: z.boolean().describe("False between an edit and the refresh after it, about a minute"),
  terms: z.number().int(),
  changed_terms: z.number().int().describe("Terms that differ from the base list"),
});
export type DictionaryState = z.infer<typeof DictionaryState>;

const Lists = z.object({
  skills: z.array(z.string()),
  welfare: z.array(z.string()),
  requirements: z.array(z.string()),
});
export const EditPreview = z.object({
  entries: z.array(EditEntry),
  postings: z.number().int().describe("Postings whose skills, benefits or requirements would change"),
  exact: z.boolean().describe("False where only a share of the postings with the terms was computed"),
  examples: z
    .array(
      z.object({
        platform: z.string(),
        job_key: z.string(),
        title: z.string().nullable(),
        before: Lists,
        after: Lists,
      }),
    )
    .max(5),
});
export type EditPreview = z.infer<typeof EditPreview>;

export const UnknownTag = z.object({
  tag: z.string(),
  kind: TagKind.describe("What the rules take it for"),
  postings: z.number().int().describe("Postings of the last 30 days"),
  platforms: z.array(z.string()),
  examples: z.array(z.string()).max(3).describe("Titles of postings that have it"),
});
export type UnknownTag = z.infer<typeof UnknownTag>;
