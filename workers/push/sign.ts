/** What a push carries besides its body, so that its receiver can tell who sent it and whether it came before. */

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * `v1=` and the hex HMAC-SHA256 over `timestamp.body`.
 * @param timestamp Unix seconds
 */
async function signatureOf(secret: string, timestamp: number, body: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), hmac, false, ["sign"]);
  return `v1=${hex(await crypto.subtle.sign("HMAC", key, encoder.encode(`${timestamp}.${body}`)))}`;
}

/** @param now Unix ms */
export async function pushHeaders(
  secret: string,
  body: string,
  idempotencyKey: string,
  now: number,
): Promise<Record<string, string>> {
  const timestamp = Math.floor(now / 1000);
  return {
    "content-type": "application/json",
    "user-agent": "jobdata-push/1",
    "idempotency-key": idempotencyKey,
    "x-jobdata-timestamp": String(timestamp),
    "x-jobdata-signature": await signatureOf(secret, timestamp, body),
  };
}

/** 192 random bits. */
export const newSecret = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `jdps_${hex(bytes.buffer)}`;
};
