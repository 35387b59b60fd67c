/** The words of a title that `TITLE_WORDS` takes from it in ClickHouse, by plain code. */
import { LATIN_RUN, ROLE_ENDS } from "../../../workers/clickhouse/queries/keyword-candidates.ts";

const RUNS = new RegExp(`${LATIN_RUN}|\\p{Script=Han}+`, "gu");
const ROLE_END = new RegExp(`(?:${ROLE_ENDS.join("|")})$`, "u");

/**
 * @returns the words in lower case, each once: Latin words, runs of Chinese, and these without the role at their end.
 *   Words of one character are left out, because a site's search finds nearly everything by them.
 */
export function titleWords(title: string): string[] {
  const runs = title.normalize("NFKC").toLowerCase().match(RUNS) ?? [];
  const words = runs.flatMap((run) => [run, run.replace(ROLE_END, "")]);
  return [...new Set(words)].filter((word) => [...word].length > 1);
}
