/** Feeds and digests against the rules of their formats, with texts as a hostile site might send them. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Match } from "../../shared/contracts/subscription.ts";
import { digestMail } from "./digest-mail.ts";
import { atomFeed, jsonFeed } from "./feeds.ts";
import type { SubscriptionRecord } from "./subscription-store.ts";
import type { Feed } from "./subscriptions.ts";

const PUBLIC_URL = "https://jobs.example.com";
const SELF = `${PUBLIC_URL}/api/v1/feeds/atom?token=abc`;
const AT = Date.UTC(2026, 10, 23, 8);
const match = (over: Partial<Match>): Match => ({
  ...{
    id: "qcwy:1:seen_first:1",
    kind: "new",
    event: "seen_first",
    at: AT,
    since: null,
    before: null,
    after: null,
  },
  ...{ platform: "qcwy", job_key: "1", title: "Java 工程师", company_name: "某公司", city: "上海" },
  ...{
    salary_text: "1-2万/月",
    experience_text: "3年",
    degree_text: "本科",
    url: "https://jobs.51job.com/1.html",
  },
  ...over,
});
const HOSTILE = [
  match({ id: "a", title: "</title><script>alert(1)</script>]]>\u0000\u0008\ud800\ufffe&amp;" }),
  match({ id: "b", url: "javascript:alert(1)", title: null }),
  match({
    id: "c",
    url: "https://user:pass@evil.example.com/",
    company_name: "\r\nBcc: all@example.com\r\n\r\nx",
  }),
  match({
    id: "d",
    url: 'https://x.example.com/"><x/>',
    title: "\u202egnp.exe",
    event: "salary_changed",
    kind: "changed",
    before: "1万",
    after: "2万",
  }),
  match({
    id: "e",
    url: "not a url",
    title: "长".repeat(5000),
    kind: "closed",
    event: "closed",
    at: AT + 5000,
  }),
];
const subscription = {
  id: "b2b8b0f0-41c3-4b7e-8a2b-6f1b5a8c9d01",
  language: "zh",
  createdAt: AT - 1000,
  unsubscribeToken: "u".repeat(43),
  search: { name: "Java <\"&'> 上海", query: "text=java&city=%E4%B8%8A%E6%B5%B7" },
} as SubscriptionRecord;
const feed: Feed = { subscription, matches: [match({}), ...HOSTILE] };

/** The rules of RFC 4287 for feeds and entries, by a parser that is not ours. */
const CHECK = `
import sys, re
import xml.etree.ElementTree as E
A = "{http://www.w3.org/2005/Atom}"
f = E.fromstring(sys.stdin.buffer.read())
assert f.tag == A + "feed", f.tag
stamp = re.compile(r"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$")
def one(e, name):
    found = e.findall(A + name)
    assert len(found) == 1, (name, len(found))
    return found[0]
for e in [f] + f.findall(A + "entry"):
    assert re.match(r"^[a-z][a-z0-9+.-]*:\\S+$", one(e, "id").text), e
    assert one(e, "title").text.strip()
    assert stamp.match(one(e, "updated").text)
    pairs = [(l.get("rel", "alternate"), l.get("type"), l.get("hreflang")) for l in e.findall(A + "link")]
    assert len([p for p in pairs if p[0] == "alternate"]) == len(set(p for p in pairs if p[0] == "alternate"))
    for l in e.findall(A + "link"):
        assert re.match(r"^https?://[^\\s\\"<>]+$", l.get("href")), l.get("href")
assert [l.get("href") for l in f.findall(A + "link") if l.get("rel") == "self"]
assert one(one(f, "author"), "name").text
ids = [one(e, "id").text for e in f.findall(A + "entry")]
assert len(ids) == len(set(ids)) == int(sys.argv[1]), ids
assert max(one(e, "updated").text for e in f.findall(A + "entry")) == one(f, "updated").text
for e in f.findall(A + "entry"):
    assert one(e, "summary") is not None and [l for l in e.findall(A + "link") if l.get("rel") == "alternate"]
known = {A + n for n in ("id", "title", "updated", "link", "category", "summary", "author", "entry", "name", "feed")}
assert {e.tag for e in f.iter()} <= known, {e.tag for e in f.iter()} - known
print("valid")
`;

test.each([feed, { ...feed, matches: [match({})] }])("the Atom feed keeps the rules of RFC 4287", (one) => {
  const xml = atomFeed(one, PUBLIC_URL, SELF);
  const { stdout, stderr } = spawnSync("python3", ["-c", CHECK, String(one.matches.length)], {
    input: xml,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout.trim()).toBe("valid");
  expect(xml).not.toMatch(/<script|javascript:|user:pass|<x\/>/);
});

test("the JSON feed has what JSON Feed 1.1 requires", () => {
  const written = JSON.parse(JSON.stringify(jsonFeed(feed, PUBLIC_URL, SELF))) as ReturnType<typeof jsonFeed>;
  expect(written).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    title: expect.stringContaining("JobData"),
    feed_url: SELF,
    language: "zh",
  });
  expect(new Set(written.items.map(({ id }) => id)).size).toBe(6);
  for (const item of written.items) {
    expect(item.url).toMatch(/^https?:\/\/[^\s]+$/);
    expect(item.url).not.toContain("user:pass");
    expect(item.content_text).toBeTypeOf("string");
    expect(Number.isNaN(Date.parse(item.date_published))).toBe(false);
    expect(item.title.length).toBeLessThan(300);
  }
});

test("a digest lists each match under its kind, and its link ends it with one click (RFC 8058)", () => {
  const mail = digestMail(
    { name: "Lin\r\nBcc: x", email: "lin@example.com" },
    { subscription, matches: feed.matches, more: 7, messageId: "<m@example.com>", publicUrl: PUBLIC_URL },
  );
  const link = `${PUBLIC_URL}/api/v1/unsubscribe?token=${"u".repeat(43)}`;
  expect(mail.headers).toEqual({
    "Message-ID": "<m@example.com>",
    "List-Unsubscribe": `<${link}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Auto-Submitted": "auto-generated",
  });
  expect(mail.text).toContain(link);
  expect(mail.text).toContain("新增 (4)");
  expect(mail.text).toContain("变更 (1)");
  expect(mail.text).toContain("1万 → 2万");
  expect(mail.text).toContain("另有 7 条未列出");
  expect(mail.text).not.toMatch(/\r|^Bcc:/m);
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.subject).toContain("13 条更新");
});
