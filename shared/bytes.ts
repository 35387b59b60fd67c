/** Joins chunks, in order, into one new array. */
export function joinBytes(chunks: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  const list = [...chunks];
  const joined = new Uint8Array(list.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of list) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
