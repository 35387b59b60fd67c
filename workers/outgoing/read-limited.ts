import { joinBytes } from "../../shared/bytes.ts";
import { OutgoingError } from "./outgoing-error.ts";

/** Reads a body and stops at the first byte over the limit. @throws OutgoingError too-large */
export async function readLimited(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const tooLarge = () => new OutgoingError("too-large", `answer is over ${maxBytes} bytes`);
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  // Throwing out of the loop cancels the download.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}
