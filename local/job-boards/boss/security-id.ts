/** `securityId` identifies a posting, differs in every answer, and is required for its detail. */
import { SALT_WIDTH } from "../template.ts";

const LENGTH = 28;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const PLACE = new Map([...ALPHABET].map((sign, index) => [sign, index]));

/** Shifts each character of the key by the salt, so that the id differs in every answer. */
function shift(salt: string, text: string, direction: 1 | -1): string {
  let shifted = "";
  for (let index = 0; index < text.length; index++) {
    const by = salt.charCodeAt(index % salt.length) * direction;
    shifted += ALPHABET[((PLACE.get(text[index] ?? "") ?? 0) + by + ALPHABET.length * 4) % ALPHABET.length];
  }
  return shifted;
}

export const sealSecurityId = (salt: string, jobKey: string) => `${salt}-${shift(salt, jobKey, 1)}~~`;

/** @returns the key in a security id; null for any other text */
export function openSecurityId(securityId: string): string | null {
  const salt = securityId.slice(0, SALT_WIDTH);
  const sealed = securityId.slice(SALT_WIDTH + 1, -2);
  return sealed.length === LENGTH && securityId.endsWith("~~") ? shift(salt, sealed, -1) : null;
}
