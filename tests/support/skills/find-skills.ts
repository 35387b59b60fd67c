/** Finds skills in a title or text as ClickHouse does (workers/skills), for tests. */
import { foldText } from "../../../shared/domain/job-words.ts";
import type { PatternMap } from "../../../shared/domain/skills/text-patterns.ts";

/** @returns what finds the canonical names of the skills that a text names */
export function skillFinder(patterns: PatternMap): (text: string) => string[] {
  const compiled = [...patterns].map(([skill, pattern]) => ({ skill, pattern: new RegExp(pattern, "u") }));
  return (text) => {
    const folded = foldText(text);
    return compiled.filter(({ pattern }) => pattern.test(folded)).map(({ skill }) => skill);
  };
}
