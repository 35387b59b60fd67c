/** The dictionary of skills for the API: terms, edits with their history, what an edit would change, unknown tags. */
import type {
  DictionaryState,
  EDIT_ACTIONS,
  EditEntry,
  EditPreview,
  SkillEdit,
  SkillEditInput,
  SkillTerm,
  UnknownTag,
} from "../../shared/contracts/skills.ts";
import { MAX_TEXT_TERMS } from "../../shared/contracts/skills.ts";
import { readBase } from "../../shared/domain/skills/base/base.ts";
import {
  EditRefused,
  entriesOf,
  termOf,
  undoOf,
  withOverrides,
} from "../../shared/domain/skills/edit-dictionary.ts";
import type { TagKind, Term } from "../../shared/domain/skills/term.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { skillKey } from "../clickhouse/job-skills.ts";
import { countPostings, holdsPart, previewChange, unknownTags } from "./dictionary-queries.ts";
import type { DictionaryStore } from "./dictionary-store.ts";
import { versionOf } from "./effective-dictionary.ts";
import { readPublished } from "./publish-dictionary.ts";

interface TermFilter {
  /** A part of a spelling or a skill. */
  text?: string;
  kind?: TagKind;
  source?: SkillTerm["source"];
}

export interface Editor {
  id: string;
  name: string;
}

export interface SkillDictionary {
  state(): Promise<DictionaryState>;
  /** Terms come in the order of skill and spelling, strictly after `after` when given. */
  terms(filter: TermFilter, limit: number, after?: string): Promise<SkillTerm[]>;
  /** All terms of a filter, without counts. */
  allTerms(filter: TermFilter): Promise<SkillTerm[]>;
  /** @throws ApiError validation_failed for an edit that can't be made, dependency_unavailable without ClickHouse */
  preview(edit: SkillEditInput): Promise<EditPreview>;
  /** What an edit changes in the dictionary alone. @throws ApiError validation_failed as `preview` */
  differences(edit: SkillEditInput): Promise<EditEntry[]>;
  /** @throws ApiError validation_failed as `preview`; conflict when another edit came between */
  apply(edit: SkillEditInput, by: Editor, action?: (typeof EDIT_ACTIONS)[number]): Promise<SkillEdit>;
  /** @throws ApiError not_found; conflict when it was undone, or a later edit changed its terms */
  undo(number: number, by: Editor): Promise<SkillEdit>;
  history(limit: number, before?: number): Promise<SkillEdit[]>;
  /** @param skipped tags of the pages before */
  unknown(limit: number, skipped?: number): Promise<UnknownTag[]>;
}

interface Parts {
  store: DictionaryStore;
  /** Ends what a person would wait too long for. */
  ask: Ask;
  /** Runs previews, which take longer. */
  askLong: Ask;
  clock: { now(): number };
}

/** The place of a term in the list. */
export const orderOf = ({ kind, skill, key }: Pick<SkillTerm, "kind" | "skill" | "key">): string =>
  `${kind === "skill" ? "0" : "1"}${kind}\u0000${skillKey(skill ?? "")}\u0000${key}`;

export function createSkillDictionary({ store, ask, askLong, clock }: Parts): SkillDictionary {
  const read = async () => {
    const { number, overrides } = await store.read();
    return { number, overrides, terms: withOverrides(readBase(), overrides) };
  };
  const refused = (error: unknown): never => {
    if (error instanceof EditRefused) throw fieldError(error.field, error.message);
    throw error;
  };
  const after = (terms: ReadonlyMap<string, Term>, entries: readonly EditEntry[]) => {
    const next = withOverrides(terms, new Map(entries.map(({ key, after: state }) => [key, termOf(state)])));
    const inTexts = [...next.values()].filter(({ inText }) => inText !== "no").length;
    const base = [...readBase().values()].filter(({ inText }) => inText !== "no").length;
    if (inTexts > base + MAX_TEXT_TERMS)
      throw fieldError("in_text", `takes more than ${MAX_TEXT_TERMS} added terms into the search of texts`);
    return next;
  };
  const prepare = (terms: ReadonlyMap<string, Term>, edit: SkillEditInput) => {
    try {
      const entries = entriesOf(terms, edit);
      return { entries, next: after(terms, entries) };
    } catch (error) {
      return refused(error);
    }
  };
  const kept = async (number: number): Promise<SkillEdit> => {
    const edit = await store.find(number);
    if (!edit) throw new ApiError("not_found", `no edit ${number}`);
    return edit;
  };
  const filtered = async ({ text, kind, source }: TermFilter) => {
    const { overrides, terms } = await read();
    const base = readBase();
    const removed = [...overrides].flatMap(([key, term]): [string, Term][] => {
      const was = base.get(key);
      return term === null && was ? [[key, was]] : [];
    });
    const sourceOf = (key: string): SkillTerm["source"] => {
      if (!overrides.has(key)) return "base";
      if (overrides.get(key) === null) return "removed";
      return base.has(key) ? "edited" : "added";
    };
    const isAsked = text === undefined ? () => true : holdsPart(text);
    return [...terms, ...removed]
      .map(
        ([key, { inText, ...term }]): SkillTerm => ({
          key,
          ...term,
          in_text: inText,
          source: sourceOf(key),
          postings: null,
        }),
      )
      .filter(
        (term) =>
          (kind === undefined || term.kind === kind) &&
          (source === undefined ? term.source !== "removed" : term.source === source) &&
          isAsked(term),
      )
      .map((term) => ({ term, order: orderOf(term) }))
      .toSorted((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0));
  };

  return {
    async state() {
      const [{ number, overrides, terms }, published] = await Promise.all([read(), readPublished(ask)]);
      const version = versionOf(number);
      return {
        version,
        published: published.version,
        is_current: published.version === version,
        terms: terms.size,
        changed_terms: overrides.size,
      };
    },
    async terms(filter, limit, position) {
      const all = await filtered(filter);
      const page = all
        .filter(({ order }) => position === undefined || order > position)
        .slice(0, limit)
        .map(({ term }) => term);
      const skills = [...new Set(page.flatMap(({ skill }) => skill ?? []))];
      const counts = await countPostings(ask, skills);
      return page.map((term) => ({
        ...term,
        postings: term.skill === null ? null : (counts.get(skillKey(term.skill)) ?? 0),
      }));
    },
    allTerms: async (filter) => (await filtered(filter)).map(({ term }) => term),
    async preview(edit) {
      const { terms } = await read();
      const { entries, next } = prepare(terms, edit);
      return { entries, ...(await previewChange(askLong, { before: terms, after: next })) };
    },
    differences: async (edit) => prepare((await read()).terms, edit).entries,
    async apply(edit, by, action = edit.action) {
      const { number, terms } = await read();
      const { entries } = prepare(terms, edit);
      if (entries.length === 0) throw fieldError("terms", "are all in the dictionary so already");
      const at = clock.now();
      return kept(
        await store.add({
          after: number,
          at,
          userId: by.id,
          userName: by.name,
          action,
          note: edit.note,
          entries,
        }),
      );
    },
    async undo(number, by) {
      const edit = await kept(number);
      if (edit.undone_by !== null)
        throw new ApiError("conflict", `edit ${number} was undone by ${edit.undone_by}`);
      const { number: last, terms } = await read();
      let entries: EditEntry[];
      try {
        entries = undoOf(terms, edit.entries);
      } catch (error) {
        if (error instanceof EditRefused) throw new ApiError("conflict", error.message);
        throw error;
      }
      return kept(
        await store.add({
          after: last,
          at: clock.now(),
          userId: by.id,
          userName: by.name,
          action: "undo",
          note: "",
          entries,
          undoes: number,
        }),
      );
    },
    history: (limit, before) => store.list(limit, before),
    unknown: (limit, skipped) => unknownTags(ask, limit, skipped),
  };
}
