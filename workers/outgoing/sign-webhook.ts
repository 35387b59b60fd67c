/**
 * Builds the headers of a webhook, by which its receiver verifies the sender and recognizes a repeated delivery, as
 * specified by Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * Push-on, webhook endpoints and alerts sign through it.
 */
import { Buffer } from "node:buffer";

const SECRET_PREFIX = "whsec_";
/** The specification requires 24 to 64. */
const SECRET_BYTES = 24;

/**
 * @throws Error when the secret is not `whsec_` and base64; secrets created before Standard Webhooks have another
 * form
 */
function keyBytes(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith(SECRET_PREFIX)) {
    throw new Error("the secret has an old form; POST /push-targets/{id}/secret makes a new one");
  }
  return new Uint8Array(Buffer.from(secret.slice(SECRET_PREFIX.length), "base64"));
}

/**
 * Computes the signature: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`.
 * @param secret `whsec_` and base64
 * @param timestamp Unix seconds
 */
async function signatureOf(secret: string, id: string, timestamp: number, body: string): Promise<string> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", keyBytes(secret), hmac, false, ["sign"]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  return `v1,${Buffer.from(await crypto.subtle.sign("HMAC", key, signed)).toString("base64")}`;
}

/**
 * A secret that is being replaced is stored with the one before behind it.
 * @param stored one or two secrets, divided by a space, the newest first
 * @param overlapUntil when the second one ends, Unix ms; null with one secret
 * @returns those that sign now
 */
export function secretsInForce(stored: string, overlapUntil: number | null, now: number): string[] {
  const [newest = "", before] = stored.split(" ");
  return before !== undefined && overlapUntil !== null && now < overlapUntil ? [newest, before] : [newest];
}

/** @returns what is stored while `next` replaces what was `stored` */
export const withPrevious = (next: string, stored: string): string => `${next} ${stored.split(" ")[0]}`;

export interface SignedMessage {
  /** `webhook-id`: it stays the same each time the body is sent. */
  id: string;
  body: string;
  /** Unix ms. */
  now: number;
  /** `user-agent`. */
  agent: string;
}

/**
 * @param secrets the newest first; while a secret is being replaced there are two, and the header carries a signature of
 * each, divided by a space, of which a receiver needs one that it can verify
 * @throws Error when a secret has an old form
 */
export async function webhookHeaders(
  secrets: readonly string[],
  { id, body, now, agent }: SignedMessage,
): Promise<Record<string, string>> {
  const timestamp = Math.floor(now / 1000);
  const signatures = await Promise.all(secrets.map((secret) => signatureOf(secret, id, timestamp, body)));
  return {
    "content-type": "application/json",
    "user-agent": agent,
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}

export const newWebhookSecret = (): string =>
  SECRET_PREFIX + Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("base64");
