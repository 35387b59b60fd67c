/**
 * Writes `shared/domain/pinyin-table.ts`: the syllable of each common character (level 1 of GB 2312, and those in names
 * of divisions), and the cities that are read otherwise than their characters alone (重庆, 厦门). The npm package
 * `pinyin-pro` (MIT) knows them; it has 300 kB, so that it is no dependency.
 *
 * npm install --prefix /tmp/divisions --ignore-scripts pinyin-pro@3
 * node local/divisions/write-pinyin.ts /tmp/divisions/node_modules && npm run fix
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listDivisions } from "../../shared/domain/division-code.ts";
import { DIVISIONS } from "../../shared/domain/divisions.ts";

const OUT = "shared/domain/pinyin-table.ts";
/** Rows of GB 2312 that hold its characters of level 1. */
const [FIRST_ROW, LAST_ROW] = [0xb0, 0xd7];
const LINE_CHARS = 110;

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) throw new Error("usage: node local/divisions/write-pinyin.ts NODE_MODULES");
const { pinyin } = await import(join(folder, "pinyin-pro/dist/index.mjs"));
const read = (text: string): string[] => pinyin(text, { toneType: "none", type: "array", v: true });

function commonCharacters(): Set<string> {
  const decoder = new TextDecoder("gb2312");
  const found = new Set(DIVISIONS.match(/\p{Script=Han}/gu));
  for (let row = FIRST_ROW; row <= LAST_ROW; row++)
    for (let cell = 0xa1; cell <= 0xfe; cell++) {
      const character = decoder.decode(Uint8Array.of(row, cell));
      if (/^\p{Script=Han}$/u.test(character)) found.add(character);
    }
  return found;
}

const bySyllable = new Map<string, string>();
const alone = new Map<string, string>();
for (const character of commonCharacters()) {
  const [syllable = ""] = read(character);
  alone.set(character, syllable);
  bySyllable.set(syllable, (bySyllable.get(syllable) ?? "") + character);
}
const otherwise = listDivisions().flatMap(({ name }) => {
  const spelt = read(name).join("");
  return spelt === [...name].map((character) => alone.get(character)).join("")
    ? []
    : [[name, spelt] as const];
});

/** Words, as lines of a text that are not too long. */
function lines(words: string[]): string {
  const rows = [""];
  for (const word of words) {
    const row = rows.at(-1) ?? "";
    if (row !== "" && row.length + word.length > LINE_CHARS) rows.push(word);
    else rows[rows.length - 1] = row === "" ? word : `${row} ${word}`;
  }
  return rows.join("\n");
}

writeFileSync(
  OUT,
  `/**
 * Syllables without tones: each followed by its characters, and the cities that are read otherwise.
 * Written by \`local/divisions/write-pinyin.ts\`; not edited by hand.
 */
export const SYLLABLES = \`
${lines([...bySyllable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([syllable, characters]) => `${syllable}${characters}`))}
\`;

export const READ_OTHERWISE = \`
${lines(otherwise.map(([name, spelt]) => `${name}${spelt}`))}
\`;
`,
);
