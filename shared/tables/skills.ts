/** The dictionary of skills as ClickHouse reads it when it makes `job_facts`; workers/skills writes it. */
import { z } from "zod";
import { TAG_KINDS } from "../domain/skills/term.ts";
import { column, flag, id, instant, labels } from "./column.ts";
import { defineTable } from "./table.ts";

export const skillTags = defineTable({
  name: "skill_tags",
  comment:
    "What each tag of the postings is, by the dictionary of skills or its rules; the newest row of a tag counts",
  columns: {
    tag: id("as the site sends it"),
    kind: column("LowCardinality(String)", z.enum(TAG_KINDS), "skill, welfare, requirement, title or other"),
    skills: labels("canonical names of the skills that it names; empty where it is none"),
    is_known: { ...flag("true where the dictionary holds it, false where a rule decided"), type: "Bool" },
    made_at: instant("when it was classified"),
  },
});

export const skillPatterns = defineTable({
  name: "skill_patterns",
  comment: "How skills are found in titles and texts; the newest row of a skill counts",
  columns: {
    skill: id("canonical name"),
    pattern: id(
      "regular expression over folded text, for Vectorscan; empty where it is not looked for in texts",
    ),
    made_at: instant("when it was written"),
  },
});

export const skillVersions = defineTable({
  name: "skill_versions",
  comment: "Versions of the dictionary of skills that were published: the newest is in force",
  columns: {
    version: id("version of the base list and number of the last edit, as 1.42"),
    made_at: instant("when it was published"),
  },
});
