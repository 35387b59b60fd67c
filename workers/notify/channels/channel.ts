/** What the channels share: a channel gives a notice its form and says whether an answer means that it arrived. */
import { Buffer } from "node:buffer";
import type { ChannelKind } from "../../../shared/contracts/alert.ts";
import type { Notice } from "../../../shared/domain/alerts/notice.ts";

/** What the vault keeps of a channel. */
export interface ChannelSecret {
  /** URL of the webhook, or the address of an e-mail channel. */
  target: string;
  /** Secret of the signature; null for a channel that does not sign. */
  secret: string | null;
}

export interface ChannelRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface HttpChannel {
  kind: Exclude<ChannelKind, "email">;
  /** Hosts of the service; null: any public one. */
  hosts: readonly string[] | null;
  /** Whether the service knows a secret for signatures. */
  signs: boolean;
  /** @param now Unix ms, for the signature */
  request(notice: Notice, channel: ChannelSecret, now: number): Promise<ChannelRequest>;
  /** @returns what is wrong with a 2xx answer; null when the message has arrived */
  problem(body: string): string | null;
}

export const JSON_HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "user-agent": "jobdata-alerts/1",
};

/** Base64 of the HMAC-SHA256. */
export async function hmacBase64(key: string, message: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), hmac, false, ["sign"]);
  return Buffer.from(await crypto.subtle.sign("HMAC", imported, encoder.encode(message))).toString("base64");
}

/**
 * Takes lines from the first on while they fit.
 * @param maxBytes of UTF-8, the line breaks between them included
 */
export function fitLines(lines: readonly string[], maxBytes: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  const fitting: string[] = [];
  for (const line of lines) {
    bytes += encoder.encode(line).length + 1;
    if (bytes > maxBytes) {
      fitting.push("…");
      break;
    }
    fitting.push(line);
  }
  return fitting.join("\n");
}

/** Reads the JSON answer of a chat service, whose HTTP status is 200 for errors too. */
export function answerProblem(
  body: string,
  code: "errcode" | "code",
  message: "errmsg" | "msg",
): string | null {
  try {
    const answer = JSON.parse(body) as Record<string, unknown>;
    if (answer[code] === 0) return null;
    return `the service answered ${String(answer[code])} ${String(answer[message] ?? "")}`.slice(0, 200);
  } catch {
    return "the service did not answer JSON";
  }
}
