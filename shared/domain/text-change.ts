/** What a text lost and got, sentence by sentence. */

const ENDS = /(?<=[。！？；!?;\n])/;
/** Sentences of each side, and characters of one, that are told. */
const MAX_SENTENCES = 20;
const MAX_CHARS = 300;

const sentencesOf = (text: string): string[] =>
  text
    .split(ENDS)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

export interface TextChange {
  removed: string[];
  added: string[];
}

/** @returns the sentences that only one of the texts has, in their order; repeated ones count as often as they stand there */
export function textChange(before: string, after: string): TextChange {
  const [old, young] = [sentencesOf(before), sentencesOf(after)];
  return { removed: without(old, young), added: without(young, old) };
}

function without(sentences: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  const own = sentences.filter((sentence) => {
    const count = left.get(sentence) ?? 0;
    if (count > 0) left.set(sentence, count - 1);
    return count === 0;
  });
  return own.slice(0, MAX_SENTENCES).map((sentence) => sentence.slice(0, MAX_CHARS));
}
