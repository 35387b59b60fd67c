/** Finds skills in a title or text as ClickHouse does (workers/facts), for tests and single texts. */
import { foldText } from "../job-words.ts";
import type { TextPattern } from "./text-patterns.ts";

export type SkillFinder = (text: string) => string[];

/** @returns what finds the canonical names of the skills that a text names */
export function skillFinder(patterns: readonly TextPattern[]): SkillFinder {
  const compiled = patterns.map(({ skill, pattern }) => ({ skill, pattern: new RegExp(pattern, "u") }));
  return (text) => {
    const folded = foldText(text);
    return compiled.filter(({ pattern }) => pattern.test(folded)).map(({ skill }) => skill);
  };
}
