/** Letters and digits that can't be confused when read aloud: no 0/O, 1/l/I. */
const CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 20;
const BYTE_VALUES = 256;

/** @returns 20 random characters of 57: 116 bits */
export function makeInitialPassword(): string {
  // Bytes above the last whole multiple are skipped, so that every character is equally likely.
  const limit = BYTE_VALUES - (BYTE_VALUES % CHARACTERS.length);
  let password = "";
  while (password.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < limit && password.length < LENGTH) password += CHARACTERS[byte % CHARACTERS.length];
    }
  }
  return password;
}
