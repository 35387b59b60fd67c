/** Tokens of links that work without a sign-in. */
import { maskContacts } from "./mask-contacts.ts";

/** 256 bits: not to be guessed. */
const TOKEN_BYTES = 32;

/**
 * A new token: 43 characters of base64url (RFC 4648, 5). One that reads like a chat id (`…vxCrnusCO8…`, one in eleven) is
 * thrown away, because answers to readers who may not see contacts would hide it.
 */
export function newLinkToken(): string {
  for (;;) {
    const random = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
    const token = btoa(String.fromCharCode(...random))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
    if (maskContacts(`?token=${token}`, "") === `?token=${token}`) return token;
  }
}
