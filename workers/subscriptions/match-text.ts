/** A match in words, for mails and feeds. Its texts came from a site: they are cut, and lose control characters. */
import type { Match, SubscriptionLanguage } from "../../shared/contracts/subscription.ts";

const MAX_CHARS = 120;

/** One line of a text from outside, which neither breaks a mail nor a document of XML. */
export const lineOf = (text: string | null): string =>
  [...(text ?? "").toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]+/gu, " ")]
    .slice(0, MAX_CHARS)
    .join("")
    .trim();

const EVENTS = {
  zh: {
    seen_first: "新职位",
    reopened: "重新开放",
    salary_changed: "薪资变更",
    text_changed: "内容变更",
    closed: "已关闭",
    closing_withdrawn: "关闭已撤销",
  },
  en: {
    seen_first: "New",
    reopened: "Open again",
    salary_changed: "Salary changed",
    text_changed: "Text changed",
    closed: "Closed",
    closing_withdrawn: "Not closed after all",
  },
} as const satisfies Record<SubscriptionLanguage, Record<Match["event"], string>>;

export const eventText = (match: Pick<Match, "event">, language: SubscriptionLanguage): string =>
  EVENTS[language][match.event];

/** Title and company of a posting. */
export function titleOf(match: Match, language: SubscriptionLanguage): string {
  const title = lineOf(match.title) || (language === "zh" ? "（无标题）" : "(no title)");
  const company = lineOf(match.company_name);
  return company ? `${title} · ${company}` : title;
}

/** Place, salary and demands of a posting; of a change what it was before. */
export function factsOf(match: Match): string {
  const { before, after, event } = match;
  const salary =
    event === "salary_changed" && before !== null
      ? `${lineOf(before)} → ${lineOf(after)}`
      : lineOf(match.salary_text);
  return [lineOf(match.city), salary, lineOf(match.experience_text), lineOf(match.degree_text)]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The address of the posting on its site; null where the site gave none that a browser may follow. */
export function siteUrl({ url }: Match): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href, username, password } = new URL(url);
  return ["http:", "https:"].includes(protocol) && username === "" && password === "" ? href : null;
}

/** The posting in the dashboard. */
export const dashboardUrl = ({ platform, job_key: key }: Match, publicUrl: string): string =>
  `${publicUrl}/jobs?open=${encodeURIComponent(`${platform}:${key}`)}`;
