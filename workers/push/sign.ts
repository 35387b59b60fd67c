/**
 * Builds the headers of a push, by which its receiver verifies the sender and recognizes a repeated delivery, as specified by
 * Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
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
 * @param deliveryId stays the same each time the body is sent
 * @param now Unix ms
 * @throws Error when the secret has an old form
 */
export async function pushHeaders(
  secret: string,
  body: string,
  deliveryId: string,
  now: number,
): Promise<Record<string, string>> {
  const timestamp = Math.floor(now / 1000);
  return {
    "content-type": "application/json",
    "user-agent": "jobdata-push/1",
    "webhook-id": deliveryId,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": await signatureOf(secret, deliveryId, timestamp, body),
  };
}

export const newSecret = (): string =>
  SECRET_PREFIX + Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("base64");
