/** Edits of the dictionary of skills in D1. */
import { desc, eq, inArray, lt, sql } from "drizzle-orm";
import {
  type EDIT_ACTIONS,
  type EditEntry,
  MAX_CHANGED_TERMS,
  type SkillEdit,
} from "../../shared/contracts/skills.ts";
import type { Term } from "../../shared/domain/skills/term.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { assertInBatch } from "../db/conditions.ts";
import type { Database } from "../db/run-batch.ts";
import { type SkillEditRow, skillEdits, skillTerms } from "../db/skill-schema.ts";
import { writeBatch } from "../db/write-batch.ts";

interface KeptEdits {
  /** Number of the last edit; 0 without one. */
  number: number;
  overrides: Map<string, Term | null>;
}

interface NewEdit {
  /** The last edit when it was prepared: another one meanwhile refuses it. */
  after: number;
  at: number;
  userId: string;
  userName: string;
  action: (typeof EDIT_ACTIONS)[number];
  note: string;
  entries: readonly EditEntry[];
  undoes?: number;
}

export interface DictionaryStore {
  lastNumber(): Promise<number>;
  read(): Promise<KeptEdits>;
  /** @throws ApiError conflict when another edit came between, or too many terms differ from the base list */
  add(edit: NewEdit): Promise<number>;
  find(number: number): Promise<SkillEdit | null>;
  /** Newest first, before `before` when given. */
  list(limit: number, before?: number): Promise<SkillEdit[]>;
}

const LAST = sql<number>`coalesce((select max(number) from skill_edits), 0)`;

/** D1 takes 100 parameters a statement, so the terms come as one JSON text. */
const setTerms = (entries: readonly EditEntry[], number: number) => {
  const rows = entries.map(({ key, before, after }) => {
    const state = after ?? before;
    return {
      key,
      text: state?.text ?? key,
      kind: state?.kind ?? "other",
      skill: state?.skill ?? null,
      in_text: state?.in_text ?? "no",
      removed: after === null ? 1 : 0,
    };
  });
  return sql`insert into skill_terms (key, text, kind, skill, in_text, removed, edit)
    select value->>'key', value->>'text', value->>'kind', value->>'skill', value->>'in_text', value->>'removed', ${number}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (key) do update set text = excluded.text, kind = excluded.kind, skill = excluded.skill,
      in_text = excluded.in_text, removed = excluded.removed, edit = excluded.edit`;
};

export function createSkillEditStore(db: Database): DictionaryStore {
  const lastNumber = async () => (await db.select({ n: LAST }).from(sql`(select 1)`).get())?.n ?? 0;
  /** Adds which edit undid each. */
  const views = async (rows: SkillEditRow[]): Promise<SkillEdit[]> => {
    const numbers = rows.map(({ number }) => number);
    const undone =
      numbers.length === 0
        ? []
        : await db
            .select({ number: skillEdits.number, undoes: skillEdits.undoes })
            .from(skillEdits)
            .where(inArray(skillEdits.undoes, numbers))
            .all();
    return rows.map(({ userId: _, userName, ...row }) => ({
      ...row,
      by: userName,
      undone_by: undone.find(({ undoes }) => undoes === row.number)?.number ?? null,
    }));
  };
  return {
    lastNumber,
    async read() {
      const [number, rows] = await Promise.all([lastNumber(), db.select().from(skillTerms).all()]);
      const overrides = new Map(
        rows.map(({ key, text, kind, skill, inText, removed }): [string, Term | null] => [
          key,
          removed ? null : { text, kind, skill, inText },
        ]),
      );
      return { number, overrides };
    },
    async add({ after, entries, undoes = null as number | null, ...edit }) {
      const number = after + 1;
      const changed = () =>
        new ApiError(
          "conflict",
          "the dictionary was edited by someone else meanwhile, or is full: look again",
        );
      await writeBatch(
        db,
        [
          assertInBatch(sql`${LAST} = ${after}`),
          db.insert(skillEdits).values({ number, ...edit, entries: [...entries], undoes }),
          setTerms(entries, number),
          assertInBatch(sql`(select count(*) from skill_terms) <= ${MAX_CHANGED_TERMS}`),
        ],
        { taken: changed, asserted: changed },
      );
      return number;
    },
    async find(number) {
      const row = await db.select().from(skillEdits).where(eq(skillEdits.number, number)).get();
      return row ? ((await views([row]))[0] ?? null) : null;
    },
    async list(limit, before) {
      const rows = await db
        .select()
        .from(skillEdits)
        .where(before === undefined ? undefined : lt(skillEdits.number, before))
        .orderBy(desc(skillEdits.number))
        .limit(limit)
        .all();
      return views(rows);
    },
  };
}
