/**
 * Prepared JSON of one posting, with slots of fixed width for values that change with every answer (session ids, online
 * flags). An answer copies bytes and fills slots, so no JSON is serialized for a request.
 */
export interface Slot {
  /** Offset from the start of the template, bytes. */
  offset: number;
  width: number;
  fill: Fill;
}

/** Writes exactly `width` ASCII characters, quotes included where the value is a string. */
export type Fill = (salt: string, key: string) => string;

export interface Template {
  bytes: Buffer;
  slots: Slot[];
  key: string;
}

const MARK = "\u0001";
/** The placeholder as JSON.stringify writes it. */
const HOLE = /"\\u0001(\d+)\\u0001"/;

/** @returns `"text"`, the JSON for a slot; `text` must contain nothing that JSON escapes */
export const quoted = (text: string) => `"${text}"`;

/** Collects the slots of one template while its object is created. */
export class Slots {
  readonly #fills: Fill[] = [];

  /** @returns a placeholder for the object. @param fill writes the JSON text that replaces it */
  hole(fill: Fill): string {
    this.#fills.push(fill);
    return `${MARK}${this.#fills.length - 1}${MARK}`;
  }

  finish(value: unknown, key: string): Template {
    // Every second part is the number of a slot.
    const parts = JSON.stringify(value).split(HOLE);
    const slots: Slot[] = [];
    const chunks: Buffer[] = [];
    let offset = 0;
    parts.forEach((part, index) => {
      const fill = index % 2 ? this.#fills[Number(part)] : undefined;
      const chunk = Buffer.from(fill ? fill("0".repeat(SALT_WIDTH), key) : part);
      if (fill) slots.push({ offset, width: chunk.length, fill });
      chunks.push(chunk);
      offset += chunk.length;
    });
    return { bytes: Buffer.concat(chunks), slots, key };
  }
}

export const SALT_WIDTH = 16;
let counter = Math.floor(Math.random() * 2 ** 32);

/** @returns sixteen characters that no earlier answer had */
export function freshSalt(): string {
  counter = (counter + 0x9e3779b1) >>> 0;
  const low = Math.floor(Math.random() * 2 ** 32);
  return counter.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

const COMMA = Buffer.from(",");

/** @returns `head`, the templates with filled slots, separated by commas, and `tail` */
export function writeList(head: string, templates: readonly Template[], tail: string, salt: string): Buffer {
  const before = Buffer.from(head);
  const after = Buffer.from(tail);
  const inner = templates.reduce((sum, { bytes }) => sum + bytes.length + 1, templates.length ? -1 : 0);
  const target = Buffer.allocUnsafe(before.length + inner + after.length);
  let at = before.copy(target, 0);
  templates.forEach(({ bytes, slots, key }, index) => {
    if (index) at += COMMA.copy(target, at);
    bytes.copy(target, at);
    for (const { offset, width, fill } of slots) target.write(fill(salt, key), at + offset, width, "latin1");
    at += bytes.length;
  });
  after.copy(target, at);
  return target;
}
