/** The names that somebody may have meant: near in their characters, or in their sound (背景: 北京). */
import { editDistance } from "./edit-distance.ts";
import { READ_OTHERWISE, SYLLABLES } from "./pinyin-table.ts";

const HAN = /\p{Script=Han}/u;
/** 上海市 and 上海 differ in nothing that a person means. */
const ENDING = /(?<=..)[市区县]$/;
/** A longer text is no name; comparing it would only take time. */
const MAX_CHARS = 20;
/** Characters that are typed wrong mostly sound right, so that the sound counts more than the signs. */
const SOUND_WEIGHT = 0.6;

interface Sounds {
  syllables: Map<string, string>;
  otherwise: Map<string, string>;
}

let sounds: Sounds | null = null;
/** The table is read once, at the first name that nobody knows. */
function readSounds(): Sounds {
  if (sounds) return sounds;
  const syllables = new Map<string, string>();
  for (const [, syllable = "", characters = ""] of SYLLABLES.matchAll(/([a-z]+)([^a-z\s]+)/g))
    for (const character of characters) syllables.set(character, syllable);
  const otherwise = new Map<string, string>();
  for (const [, name = "", spelt = ""] of READ_OTHERWISE.matchAll(/([^a-z\s]+)([a-z]+)/g))
    otherwise.set(name, spelt);
  sounds = { syllables, otherwise };
  return sounds;
}

/** Latin spelling without tones and spaces; letters stay, in lower case, and a rare character stays as it is. */
export function pinyinOf(text: string): string {
  const { syllables, otherwise } = readSounds();
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s'’-]+/g, "");
  return (
    otherwise.get(plain) ?? [...plain].map((character) => syllables.get(character) ?? character).join("")
  );
}

const share = (a: string, b: string): number => {
  const [left, right] = [[...a], [...b]];
  return editDistance(left, right) / Math.max(1, left.length, right.length);
};

const spelt = new Map<string, string>();
function spellingOf(name: string): string {
  const known = spelt.get(name);
  if (known !== undefined) return known;
  const spelling = pinyinOf(name.replace(ENDING, ""));
  spelt.set(name, spelling);
  return spelling;
}

/**
 * @param names known ones, the more important first: of equally near ones the earlier is named
 * @returns at most `count` names, the nearest first
 */
export function nearestNames(text: string, names: readonly string[], count = 3): string[] {
  const asked = [...text.normalize("NFKC").trim()].slice(0, MAX_CHARS).join("").replace(ENDING, "");
  const sound = pinyinOf(asked);
  const isHan = HAN.test(asked);
  return names
    .map((name, at) => {
      const bySound = share(sound, spellingOf(name));
      const bySign = isHan ? share(asked, name.replace(ENDING, "")) : bySound;
      return { name, at, distance: SOUND_WEIGHT * bySound + (1 - SOUND_WEIGHT) * bySign };
    })
    .sort((a, b) => a.distance - b.distance || a.at - b.at)
    .slice(0, count)
    .map(({ name }) => name);
}
