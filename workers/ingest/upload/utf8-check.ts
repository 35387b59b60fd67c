/** Checks that bytes which come in pieces are UTF-8, without keeping or decoding them. */
import { isUtf8 } from "node:buffer";
import { joinBytes } from "../../../shared/bytes.ts";

/** Length of the sequence that begins with `lead`, bytes; 1 for a byte that begins none. */
const lengthOf = (lead: number) => (lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** @returns the index at which a character begins that the bytes do not hold whole; their length when there is none */
function cutCharacter(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 0 && at >= bytes.length - 3; at--) {
    if (isContinuation(bytes[at])) continue;
    return at + lengthOf(bytes[at] as number) > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

export class Utf8Check {
  /** Beginning of a character that the last piece cut. */
  #cut = new Uint8Array(0);

  /** @returns false when the bytes so far can't be UTF-8 */
  push(bytes: Uint8Array): boolean {
    let start = 0;
    if (this.#cut.length > 0) {
      const missing = lengthOf(this.#cut[0] as number) - this.#cut.length;
      while (start < missing && isContinuation(bytes[start])) start++;
      const character = joinBytes([this.#cut, bytes.subarray(0, start)]);
      // A piece that ends before the character does is continuation bytes only.
      if (start < missing && start === bytes.length) {
        this.#cut = character;
        return true;
      }
      if (!isUtf8(character)) return false;
    }
    const end = Math.max(start, cutCharacter(bytes));
    this.#cut = bytes.slice(end);
    return isUtf8(bytes.subarray(start, end));
  }

  /** @returns false when the bytes end inside a character */
  end(): boolean {
    return this.#cut.length === 0;
  }
}
