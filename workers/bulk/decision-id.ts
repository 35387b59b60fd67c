import { sha256Hex } from "../../shared/domain/sha256.ts";

/** @returns a UUID (version 8) made of both: the decision about a pair has the same id when it is tried again */
export function decisionId(actionId: string, pair: string): string {
  const hash = sha256Hex(`${actionId} ${pair}`);
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
