import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PartWriter } from "./part-writer.ts";

const PART = 5;

/** Writes pieces and stops at the n-th part, as a step that is killed there. */
async function write(pieces: Uint8Array[], skip: number, stopAt = Number.POSITIVE_INFINITY) {
  const parts: number[][] = [];
  const writer = new PartWriter(async (part) => void parts.push([...part]), skip, PART);
  let at = { piece: 0, consumed: 0 };
  for (const [piece, bytes] of pieces.entries()) {
    await writer.write(bytes, async (consumed) => {
      at = { piece, consumed };
    });
    if (parts.length >= stopAt) return { parts: parts.slice(0, stopAt), at };
  }
  await writer.end();
  return { parts, at };
}

test("a file is the same whether it was written at once or from the last part that is there", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (pieces, stopAt) => {
        const whole = await write(pieces, 0);
        expect(whole.parts.flat()).toEqual(pieces.flatMap((piece) => [...piece]));
        for (const part of whole.parts.slice(0, -1)) expect(part).toHaveLength(PART);
        // One piece may fill several parts: only the last of them is saved.
        const killed = await write(pieces, 0, stopAt);
        if (killed.parts.length < stopAt) return;
        const done = Math.floor(
          (pieces.slice(0, killed.at.piece).reduce((sum, { length }) => sum + length, 0) +
            killed.at.consumed) /
            PART,
        );
        const rest = await write(pieces.slice(killed.at.piece), killed.at.consumed);
        expect([...whole.parts.slice(0, done), ...rest.parts]).toEqual(whole.parts);
      },
    ),
  );
});

test("text is written as its bytes, whether it surely fits the buffer or not", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme", maxLength: 9 }), { maxLength: 12 }),
      fc.integer({ min: 0, max: 9 }),
      async (texts, skip) => {
        const parts: number[][] = [];
        const writer = new PartWriter(async (part) => void parts.push([...part]), skip, 16);
        const bytes = [...new TextEncoder().encode(texts.join(""))];
        let written = 0;
        for (const text of texts) written += await writer.writeText(text);
        await writer.end();
        expect(written).toBe(bytes.length);
        expect(parts.flat()).toEqual(bytes.slice(skip));
        for (const part of parts.slice(0, -1)) expect(part).toHaveLength(16);
      },
    ),
  );
});
