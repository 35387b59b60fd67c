/** Words of a title that somebody may search: the candidates for new keywords. */

/** Latin words with the signs that belong to them (C++, C#, .NET, node.js). RE2 and JavaScript read it alike. */
export const LATIN_RUN = "\\.?[0-9]*[a-z][a-z0-9]*(?:[.#-][a-z0-9]+)*[+#]*";
/** Ends of Chinese titles that say a role, not a field: 开发工程师 of Java开发工程师. The longest that fits counts. */
export const ROLE_ENDS = "开发工程师|工程师|技术员|管理员|调度员|经理|主管|总监|专员|助理|代表|顾问".split(
  "|",
);

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
