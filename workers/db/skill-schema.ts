/** Edits of the dictionary of skills: the terms that differ from the base list, and the history. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { EDIT_ACTIONS, EditEntry } from "../../shared/contracts/skills.ts";
import type { IN_TEXT, TagKind } from "../../shared/domain/skills/term.ts";
import { instant } from "./columns.ts";

export const skillTerms = sqliteTable("skill_terms", {
  key: text("key").primaryKey(),
  text: text("text").notNull(),
  kind: text("kind").$type<TagKind>().notNull(),
  skill: text("skill"),
  inText: text("in_text").$type<(typeof IN_TEXT)[number]>().notNull(),
  /** A removed term of the base list stays out of the dictionary. */
  removed: integer("removed", { mode: "boolean" }).notNull(),
  /** Number of the edit that last changed it. */
  edit: integer("edit").notNull(),
});

export const skillEdits = sqliteTable(
  "skill_edits",
  {
    number: integer("number").primaryKey(),
    at: instant("at").notNull(),
    userId: text("user_id").notNull(),
    /** Name at that time, so that the history outlives the user. */
    userName: text("user_name").notNull(),
    action: text("action").$type<(typeof EDIT_ACTIONS)[number]>().notNull(),
    note: text("note").notNull(),
    entries: text("entries", { mode: "json" }).$type<EditEntry[]>().notNull(),
    undoes: integer("undoes"),
  },
  (table) => [index("skill_edits_undoes").on(table.undoes)],
);

export type SkillEditRow = typeof skillEdits.$inferSelect;
