/** SHA-256 of a text, without waiting: Web Crypto has only an asynchronous one. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** @returns 64 lower-case hex digits of the hash of the text in UTF-8 */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
