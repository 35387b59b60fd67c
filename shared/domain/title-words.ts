/** Words of a title that somebody may search: the candidates for new keywords. */

/** Latin words with the signs that belong to them (C++, C#, .NET, node.js), and runs of Chinese. */
const RUNS = /\.?[a-z][a-z0-9]*(?:[.+#-]?[a-z0-9]+)*[+#]*|\p{Script=Han}+/gu;

/** Ends of Chinese titles that say a rank or a role, not a field: 开发工程师 of Java开发工程师. Longer ones first. */
const ROLE_ENDS = [
  "开发工程师",
  "工程师",
  "技术员",
  "管理员",
  "调度员",
  "经理",
  "主管",
  "总监",
  "专员",
  "助理",
  "代表",
  "顾问",
];

/**
 * @returns the words in lower case, each once: Latin words, runs of Chinese, and these without the role at their end.
 *   One-letter words are left out, because no site's search finds them alone.
 */
export function titleWords(title: string): string[] {
  const runs = title.normalize("NFKC").toLowerCase().match(RUNS) ?? [];
  const words = runs.flatMap((run) => {
    const end = ROLE_ENDS.find((role) => run.endsWith(role) && run.length - role.length >= 2);
    return end ? [run, run.slice(0, -end.length)] : [run];
  });
  return [...new Set(words)].filter((word) => word.length > 1);
}
