/** Each channel against the shape that its service documents, and with texts that try to be more than text. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ChannelKind } from "../../../shared/contracts/alert.ts";
import { composeNotice, type Notice, type NoticeItem } from "../../../shared/domain/alerts/notice.ts";
import type { Mail } from "../mail.ts";
import { createNoticeSender } from "../send-notice.ts";
import type { ChannelSecret } from "./channel.ts";
import { noticeMail } from "./email.ts";

const NOW = 1_800_000_000_123;
const item = (over: Partial<NoticeItem> = {}): NoticeItem => ({
  alert_id: "a",
  event: "firing",
  rule: "Crawler node offline",
  built_in: "node-offline",
  severity: "critical",
  metric: "jobdata_node_up",
  labels: { node: "n1" },
  value: 0,
  comparison: "lt",
  threshold: 1,
  window_s: 120,
  at: NOW,
  ...over,
});
const noticeOf = (items: NoticeItem[], count = items.length): Notice =>
  composeNotice({ id: "m-1", items, count, at: NOW }, "zh", "https://dashboard.test");

/** Sends through the guarded fetch and gives what was sent. */
async function sent(
  kind: ChannelKind,
  channel: ChannelSecret,
  notice = noticeOf([item()]),
  answer = new Response('{"errcode":0,"errmsg":"ok","code":0}'),
) {
  const requests: { url: string; init: RequestInit }[] = [];
  const mails: Mail[] = [];
  const send = createNoticeSender({
    sendMail: async (mail) => void mails.push(mail),
    resolver: { resolve: async () => ["93.184.216.34"] },
    clock: { now: () => NOW },
    trustLoopback: false,
    redact: (text) => text,
    fetcher: (async (url: string, init: RequestInit) => {
      requests.push({ url, init });
      return answer;
    }) as unknown as typeof fetch,
  });
  const error = await send(kind, channel, notice);
  const [request] = requests;
  return {
    error,
    mails,
    url: request?.url ?? "",
    headers: new Headers(request?.init.headers),
    body: request ? JSON.parse(String(request.init.body)) : null,
    text: String(request?.init.body),
  };
}

test("DingTalk: markdown, with the signature of timestamp and secret in the query", async () => {
  const target = "https://oapi.dingtalk.com/robot/send?access_token=t";
  const { error, url, body } = await sent("dingtalk", { target, secret: "SECx" });
  const sign = createHmac("sha256", "SECx").update(`${NOW}\nSECx`).digest("base64");
  expect(error).toBeNull();
  expect(url).toBe(`${target}&timestamp=${NOW}&sign=${encodeURIComponent(sign)}`);
  expect(body).toEqual({
    msgtype: "markdown",
    markdown: { title: "JobData: 1 条告警", text: expect.stringContaining("采集节点离线") },
  });
  expect((await sent("dingtalk", { target, secret: null })).url).toBe(target);
});

test("Feishu: a post, with the signature of the empty text in the body", async () => {
  const target = "https://open.feishu.cn/open-apis/bot/v2/hook/x";
  const { url, body } = await sent("feishu", { target, secret: "k" });
  const seconds = Math.floor(NOW / 1000);
  expect(url).toBe(target);
  expect(body).toMatchObject({
    timestamp: String(seconds),
    sign: createHmac("sha256", `${seconds}\nk`).update("").digest("base64"),
    msg_type: "post",
  });
  const { title, content } = body.content.post.zh_cn;
  expect(title).toBe("JobData: 1 条告警");
  expect(content[0]).toEqual([{ tag: "text", text: "[告警 · 严重] 采集节点离线 – n1: 0 (< 1)" }]);
  expect(content.at(-1)).toEqual([{ tag: "a", text: "查看告警", href: "https://dashboard.test/alerts" }]);
});

test("WeCom: markdown of at most 4,096 bytes, however many alerts there are", async () => {
  const many = Array.from({ length: 20 }, (_, n) => item({ labels: { node: `${"节点".repeat(60)}${n}` } }));
  const target = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1";
  const { body } = await sent("wecom", { target, secret: null }, noticeOf(many, 1000));
  expect(body.msgtype).toBe("markdown");
  expect(Buffer.byteLength(body.markdown.content)).toBeLessThanOrEqual(4096);
  expect(body.markdown.content).toContain("另有 980 条");
});

test("Slack: blocks, and text for notifications; its answer is the word ok", async () => {
  const target = "https://hooks.slack.com/services/T/B/x";
  const { error, body } = await sent("slack", { target, secret: null }, undefined, new Response("ok"));
  expect(error).toBeNull();
  expect(body).toMatchObject({
    text: "JobData: 1 条告警",
    blocks: [{ type: "header" }, { type: "section", text: { type: "mrkdwn" } }, { type: "section" }],
  });
});

test("a webhook gets the alerts as JSON under an id that stays the same", async () => {
  const target = "https://hooks.warehouse.com/x";
  const plain = await sent("webhook", { target, secret: null });
  expect(plain.headers.get("webhook-id")).toBe("m-1");
  expect(plain.body).toMatchObject({
    type: "alerts",
    id: "m-1",
    count: 1,
    alerts: [{ rule: "Crawler node offline" }],
  });
  const signed = await sent("webhook", { target, secret: `whsec_${btoa("x".repeat(24))}` });
  const seconds = signed.headers.get("webhook-timestamp");
  const mac = createHmac("sha256", "x".repeat(24)).update(`m-1.${seconds}.${signed.text}`).digest("base64");
  expect(signed.headers.get("webhook-signature")).toBe(`v1,${mac}`);
});

describe("a name of a node that tries to be markup", () => {
  const evil = noticeOf([
    item({
      labels: { node: '<!channel> <@all> @all [x](http://evil) <b onclick="x">\n# big\u202e' },
      rule: "a & b",
    }),
  ]);
  const target = "https://hooks.slack.com/services/x";

  test("stays text in every chat", async () => {
    const slack = await sent("slack", { target, secret: null }, evil);
    expect(slack.body.blocks[1].text.text).not.toMatch(/<!channel>|<@/);
    const wecom = await sent("wecom", { target: "https://qyapi.weixin.qq.com/x", secret: null }, evil);
    expect(wecom.body.markdown.content).not.toMatch(/<@|\[x\]/);
    const dingtalk = await sent("dingtalk", { target: "https://oapi.dingtalk.com/x", secret: null }, evil);
    expect(dingtalk.body.markdown.text).not.toMatch(/@all|[^\\]\[x|\n# big/);
    const feishu = await sent("feishu", { target: "https://open.feishu.cn/x", secret: null }, evil);
    expect(feishu.body.content.post.zh_cn.content.flat().map(({ tag }: { tag: string }) => tag)).toEqual([
      "text",
      "a",
    ]);
  });

  test("stays text in a mail, and its subject is one line", () => {
    const mail = noticeMail(evil, "ann@example.com");
    expect(mail.html).not.toMatch(/<b |<!channel|\u202e/);
    expect(mail.html).toContain("&lt;b onclick=&quot;x&quot;&gt;");
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.text).not.toContain("\u202e");
  });
});

describe("what went wrong is told without the secret", () => {
  const target = "https://oapi.dingtalk.com/robot/send?access_token=TOKEN";
  test.each([
    [
      new Response('{"errcode":310000,"errmsg":"sign not match"}'),
      "the service answered 310000 sign not match",
    ],
    [new Response("no", { status: 503 }), "the target answered 503"],
    [new Response("<html>"), "the service did not answer JSON"],
  ])("%#", async (answer, told) => {
    expect((await sent("dingtalk", { target, secret: "SECx" }, undefined, answer)).error).toBe(told);
  });

  test("a private address is not called", async () => {
    const { error, url } = await sent("webhook", { target: "http://10.0.0.1/TOKEN", secret: null });
    expect(url).toBe("");
    expect(error).not.toContain("TOKEN");
  });
});
