/**
 * Joins chunks into one array; the chunks themselves are not kept.
 * @param size sum of their lengths, where the caller knows it
 */
export function joinBytes(
  chunks: Iterable<Uint8Array>,
  size = [...chunks].reduce((sum, chunk) => sum + chunk.length, 0),
): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
