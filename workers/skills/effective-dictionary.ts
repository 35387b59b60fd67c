/** The dictionary in force: the base list of this release with the edits of people over it. */
import { BASE_VERSION, readBase } from "../../shared/domain/skills/base/base.ts";
import { type Dictionary, dictionaryOf } from "../../shared/domain/skills/classify-tag.ts";
import { withOverrides } from "../../shared/domain/skills/edit-dictionary.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import type { DictionaryStore } from "./dictionary-store.ts";

export interface Effective {
  /** Version of the base list and number of the last edit, as 1.42. */
  version: string;
  /** Number of the last edit; 0 without one. */
  number: number;
  dictionary: Dictionary;
}

export interface EffectiveDictionary {
  read(): Promise<Effective>;
  isPublished(): Promise<boolean>;
  savePublished(number: number): Promise<void>;
}

interface Parts {
  edits: Pick<DictionaryStore, "read" | "lastNumber">;
  /** Keeps what was published: `through` the last edit, `rows` the version of the base list. */
  state: RefreshStore;
  clock: { now(): number };
}

export const versionOf = (number: number): string => `${BASE_VERSION}.${number}`;

export function createEffectiveDictionary({ edits, state, clock }: Parts): EffectiveDictionary {
  let kept: Effective | null = null;
  return {
    async read() {
      if (kept !== null && (await edits.lastNumber()) === kept.number) return kept;
      const { number, overrides } = await edits.read();
      const dictionary = dictionaryOf(withOverrides(readBase(), overrides));
      kept = { version: versionOf(number), number, dictionary };
      return kept;
    },
    async isPublished() {
      const [last, number] = await Promise.all([state.read(), edits.lastNumber()]);
      return last !== null && last.through === number && last.rows === BASE_VERSION;
    },
    async savePublished(number) {
      const last = await state.read();
      if (last !== null && last.through === number && last.rows === BASE_VERSION) return;
      const now = clock.now();
      await state.save({ through: number, startedAt: now, finishedAt: now, rows: BASE_VERSION });
    },
  };
}
