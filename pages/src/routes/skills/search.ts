/** The address of the skills page says what it shows. */
import { TAG_KINDS, TERM_SOURCES } from "../../../../shared/domain/skills/term.ts";
import type { SkillFilter } from "../../api/skills.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export const VIEWS = ["terms", "unknown", "history"] as const;
export type SkillView = (typeof VIEWS)[number];

export interface SkillSearch extends SkillFilter {
  /** Terms when left out. */
  view?: SkillView;
  /** Pages of the list of terms that are loaded, when more than one. */
  pages?: number;
}

export const readSkillSearch = (raw: Record<string, unknown>): SkillSearch => ({
  view: readOneOf(raw.view, VIEWS),
  text: readText(raw.text),
  kind: readOneOf(raw.kind, TAG_KINDS),
  source: readOneOf(raw.source, TERM_SOURCES),
  pages: readPages(raw.pages),
});
