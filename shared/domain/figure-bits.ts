/** What figures count of a posting, in one byte: `job_facts.figure_bits`. */
import type { Platform } from "../contracts/platform.ts";
import { PLATFORMS } from "../contracts/vocabulary.ts";

/** Bits of the byte. The place of the platform follows from 16 on: 1 for the first of `PLATFORMS`. */
const FIGURE_BITS = { duplicate: 1, unread: 2, negotiable: 4, closed: 8 } as const;
const PLATFORM_UNIT = 16;

export type FigureBit = keyof typeof FIGURE_BITS;

/** @param bits a value of `figure_bits` */
export const hasBit = (bits: number, bit: FigureBit): boolean => (bits & FIGURE_BITS[bit]) !== 0;

/** @param bits a value of `figure_bits` @throws Error for a platform that this list lacks */
export function platformOfBits(bits: number): Platform {
  const platform = PLATFORMS[Math.floor(bits / PLATFORM_UNIT) - 1];
  if (platform === undefined) throw new Error(`figure_bits ${bits} has no platform`);
  return platform;
}

/** @param columns SQL of what each bit says, as 0 or 1, and of the platform @returns the byte as SQL */
export const figureBitsSql = (columns: Record<FigureBit, string> & { platform: string }): string =>
  `toUInt8(${[
    ...Object.entries(FIGURE_BITS).map(([bit, value]) => `${value} * (${columns[bit as FigureBit]})`),
    `${PLATFORM_UNIT} * indexOf([${PLATFORMS.map((platform) => `'${platform}'`).join(", ")}], ${columns.platform})`,
  ].join(" + ")})`;

/** @returns SQL that is 1 where the column `bits` has the bit */
export const hasBitSql = (bit: FigureBit, column = "figure_bits"): string =>
  `bitTest(${column}, ${Math.log2(FIGURE_BITS[bit])})`;
