/** A subscription as an Atom feed (RFC 4287) and as a JSON Feed (https://www.jsonfeed.org/version/1.1/). */
import type { Match } from "../../shared/contracts/subscription.ts";
import { dashboardUrl, eventText, factsOf, lineOf, siteUrl, titleOf } from "./match-text.ts";
import type { Feed } from "./subscriptions.ts";

export const FEED_PATHS = { atom: "/api/v1/feeds/atom", json: "/api/v1/feeds/json" } as const;
export type FeedFormat = keyof typeof FEED_PATHS;

export const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

export const feedUrl = (publicUrl: string, format: FeedFormat, token: string): string =>
  `${publicUrl}${FEED_PATHS[format]}?token=${token}`;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** Instants of RFC 3339. */
const instant = (at: number): string => new Date(at).toISOString();

/** The first day of the product: a tag URI (RFC 4151) needs a day on which its name was ours. */
const TAG_DATE = "2026";
const entryId = ({ id }: Match, subscriptionId: string, publicUrl: string): string =>
  `tag:${new URL(publicUrl).hostname},${TAG_DATE}:${subscriptionId}/${encodeURIComponent(id)}`;

const updatedAt = ({ subscription, matches }: Feed): number =>
  matches.reduce((newest, { at }) => Math.max(newest, at), subscription.createdAt);

const entryTitle = (match: Match, { subscription: { language } }: Feed): string =>
  `[${eventText(match, language)}] ${titleOf(match, language)}`;

/** Entries have no author of their own: the feed's stands for them (RFC 4287, 4.1.1). */
export function atomFeed(feed: Feed, publicUrl: string, self: string): string {
  const { subscription, matches } = feed;
  const { id, search, language } = subscription;
  const entries = matches.map(
    (match) => `  <entry>
    <id>${escaped(entryId(match, id, publicUrl))}</id>
    <title>${escaped(entryTitle(match, feed))}</title>
    <updated>${instant(match.at)}</updated>
    <link rel="alternate" href="${escaped(siteUrl(match) ?? dashboardUrl(match, publicUrl))}"/>
    <category term="${match.kind}"/>
    <summary>${escaped(factsOf(match))}</summary>
  </entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>urn:uuid:${id}</id>
  <title>${escaped(`JobData: ${lineOf(search.name)}`)}</title>
  <updated>${instant(updatedAt(feed))}</updated>
  <author><name>JobData</name></author>
  <link rel="self" type="application/atom+xml" href="${escaped(self)}"/>
  <link rel="alternate" type="text/html" href="${escaped(`${publicUrl}/jobs${search.query && `?${search.query}`}`)}"/>
${entries.join("")}</feed>
`;
}

export function jsonFeed(feed: Feed, publicUrl: string, self: string) {
  const { subscription, matches } = feed;
  const { id, search, language } = subscription;
  return {
    version: "https://jsonfeed.org/version/1.1",
    title: `JobData: ${lineOf(search.name)}`,
    home_page_url: `${publicUrl}/jobs${search.query && `?${search.query}`}`,
    feed_url: self,
    language,
    authors: [{ name: "JobData" }],
    items: matches.map((match) => ({
      id: entryId(match, id, publicUrl),
      url: siteUrl(match) ?? dashboardUrl(match, publicUrl),
      title: entryTitle(match, feed),
      content_text: factsOf(match),
      date_published: instant(match.at),
      tags: [match.kind],
    })),
  };
}
