/** The mail of a digest, in the language of its subscription. Its link to end it follows RFC 8058. */
import {
  MATCH_KINDS,
  type Match,
  type MatchKind,
  type SubscriptionLanguage,
} from "../../shared/contracts/subscription.ts";
import type { Mail } from "../notify/mail.ts";
import { dashboardUrl, eventText, factsOf, lineOf, titleOf } from "./match-text.ts";
import type { SubscriptionRecord } from "./subscription-store.ts";

export const unsubscribeUrl = (publicUrl: string, token: string): string =>
  `${publicUrl}/api/v1/unsubscribe?token=${token}`;

const TEXTS = {
  zh: {
    subject: (name: string, count: number) => `JobData 订阅“${name}”：${count} 条更新`,
    hello: (name: string) => `${name}，您好：`,
    about: (name: string) => `以下是您订阅的搜索“${name}”的更新。`,
    kinds: { new: "新增", changed: "变更", closed: "关闭" },
    more: (count: number) => `另有 ${count} 条未列出，请打开搜索查看。`,
    open: "打开搜索：",
    end: "不再接收此订阅的邮件：",
  },
  en: {
    subject: (name: string, count: number) => `JobData subscription "${name}": ${count} updates`,
    hello: (name: string) => `Hello ${name},`,
    about: (name: string) => `this happened in your search "${name}".`,
    kinds: { new: "New", changed: "Changed", closed: "Closed" },
    more: (count: number) => `${count} more are not listed here; open the search to see them.`,
    open: "Open the search:",
    end: "No more mails of this subscription:",
  },
} as const satisfies Record<SubscriptionLanguage, object>;

export interface Digest {
  subscription: SubscriptionRecord;
  /** As the reader may see them. */
  matches: readonly Match[];
  /** Counted beside them. */
  more: number;
  messageId: string;
  publicUrl: string;
}

export function digestMail(to: { name: string; email: string }, digest: Digest): Mail {
  const { subscription, matches, more, messageId, publicUrl } = digest;
  const { language, search, unsubscribeToken } = subscription;
  const texts = TEXTS[language];
  const name = lineOf(search.name);
  const group = (kind: MatchKind): string[] => {
    const own = matches.filter((match) => match.kind === kind);
    if (own.length === 0) return [];
    return [
      `${texts.kinds[kind]} (${own.length})`,
      ...own.flatMap((match) => [
        `- [${eventText(match, language)}] ${titleOf(match, language)}`,
        `  ${factsOf(match)}`,
        `  ${dashboardUrl(match, publicUrl)}`,
      ]),
      "",
    ];
  };
  const end = unsubscribeUrl(publicUrl, unsubscribeToken);
  return {
    to: to.email,
    subject: texts.subject(name, matches.length + more),
    text: [
      texts.hello(lineOf(to.name)),
      texts.about(name),
      "",
      ...MATCH_KINDS.flatMap(group),
      ...(more > 0 ? [texts.more(more), ""] : []),
      texts.open,
      `${publicUrl}/jobs${search.query && `?${search.query}`}`,
      "",
      texts.end,
      end,
      "",
    ].join("\n"),
    headers: {
      "Message-ID": messageId,
      "List-Unsubscribe": `<${end}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Auto-Submitted": "auto-generated",
    },
  };
}
