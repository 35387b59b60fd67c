import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCompanyName } from "../company-name/company-name.ts";
import { type Assigned, assignCompanies, type Decision } from "./assign-companies.ts";
import { doubtfulPairs } from "./doubtful-pairs.ts";
import { type CompanySource, type Member, memberOf } from "./member.ts";

const NAMES = readFileSync(`${import.meta.dirname}/../company-name/fixtures/labelled-names.tsv`, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t")[0] ?? "");

const row = (id: string, name: string, over: Partial<CompanySource> = {}): Member =>
  memberOf({
    ...{ id, name, full_name: null, city: null, address: null, company_size: null, credit_code: null },
    ...over,
  });
const same = (assigned: Map<string, Assigned>, one: string, other: string) =>
  assigned.get(one)?.company_id === assigned.get(other)?.company_id;

it.each([
  ["第一分公司", "第二分公司"],
  ["一店", "2号店"],
  ["17", "18"],
  ["A", "B"],
  ["（一期）", "（二期）"],
  ["-销售一部", "-销售二部"],
  ["--东区", "--西区"],
  ["（宝安店）", "（南山店）"],
])("the units %s and %s of one firm are two employers, and their parent a third", (one, other) => {
  const name = "深圳市悠享网络科技有限公司";
  const members = [row("a", name), row("b", name + one), row("c", name + other), row("d", name + one)];
  const assigned = assignCompanies(members, []);
  for (const [left, right] of ["ab", "ac", "bc"].map(([x = "", y = ""]) => [x, y] as const))
    expect(same(assigned, left, right), `${left} ${right}`).toBe(false);
  expect(same(assigned, "b", "d")).toBe(true);
  expect([assigned.get("b")?.parent_id, assigned.get("c")?.parent_id]).toEqual(["a", "a"]);
});

it("names that are too long to be names are nobody's", () => {
  const name = (end: string) => `${"某知恒远".repeat(40)}${end}有限公司`;
  const assigned = assignCompanies([row("a", name("一号")), row("b", name("二号"))], []);
  expect(same(assigned, "a", "b")).toBe(false);
});

describe("the labelled set", () => {
  // A known edit of a real name says by itself whether it is the same firm. Hard negatives are those in which a person
  // has to look twice: another city, another trade, a group, a branch, another code.
  interface Edit {
    label: string;
    isSame: boolean;
    /** Null where the edit does not apply to the name. */
    edit(name: string): Partial<CompanySource> | null;
  }
  const CITIES = ["上海", "北京", "成都", "武汉", "苏州", "西安"];
  const otherCity = (place: string) => CITIES.find((city) => !place.includes(city)) as string;
  const plain = /^\p{Script=Han}+$/u;
  const renamed = (name: string, change: (parts: ReturnType<typeof parseCompanyName>) => string | null) => {
    const parts = parseCompanyName(name);
    if (parts.brand === "" || !parts.suffix.endsWith("公司") || parts.branch !== "") return null;
    const changed = change(parts);
    return changed === null ? null : { name: changed };
  };
  const EDITS: Edit[] = [
    {
      label: "full width and spaces",
      isSame: true,
      edit: (name) => ({
        name: `${name.slice(0, 3)} ${name.slice(3).replaceAll("(", "（").replaceAll(")", "）")}　`,
      }),
    },
    {
      label: "a note",
      isSame: true,
      edit: (name) => (name.endsWith("公司") ? { name: `${name}（急招）` } : null),
    },
    {
      label: "the place in brackets",
      isSame: true,
      edit: (name) =>
        renamed(name, ({ place, brand, trade, suffix }) =>
          place === "" || trade === "" || !plain.test(name) || !name.startsWith(place)
            ? null
            : `${brand}${trade}（${place}）${suffix}`,
        ),
    },
    {
      label: "the city with or without 市",
      isSame: true,
      edit: (name) =>
        renamed(name, ({ place }) =>
          /^\p{Script=Han}{2}市$/u.test(place) ? name.replace(place, place.slice(0, -1)) : null,
        ),
    },
    {
      label: "有限责任公司",
      isSame: true,
      edit: (name) =>
        /[^份团]有限公司$/u.test(name) ? { name: name.replace(/有限公司$/u, "有限责任公司") } : null,
    },
    {
      label: "became a 股份 company at the same street",
      isSame: true,
      edit: (name) =>
        /[^份团)）]有限公司$/u.test(name)
          ? { name: name.replace(/有限公司$/u, "股份有限公司"), address: "示例区长江路88号3楼" }
          : null,
    },
    {
      label: "the same brand and trade in another city",
      isSame: false,
      edit: (name) =>
        renamed(name, ({ place, brand, trade, suffix }) =>
          trade === "" || place === "" ? null : `${otherCity(place)}${brand}${trade}${suffix}`,
        ),
    },
    {
      label: "another trade",
      isSame: false,
      edit: (name) =>
        renamed(name, ({ place, brand, trade, suffix }) =>
          trade === "餐饮管理" ? null : `${place}${brand}餐饮管理${suffix}`,
        ),
    },
    {
      label: "its group",
      isSame: false,
      edit: (name) =>
        /[^团)）份]有限公司$/u.test(name) ? { name: name.replace(/有限公司$/u, "集团有限公司") } : null,
    },
    {
      label: "a branch",
      isSame: false,
      edit: (name) => renamed(name, () => (name.endsWith("公司") ? `${name}哈尔滨分公司` : null)),
    },
    {
      label: "the same name under another code",
      isSame: false,
      edit: (name) => ({ name, credit_code: "91330100799655058B" }),
    },
    {
      label: "the brand alone",
      isSame: false,
      edit: (name) =>
        renamed(name, ({ brand, trade, place }) => (trade === "" && place === "" ? null : brand)),
    },
  ];

  const CODE = "91440300708461136T";
  const pairs: { label: string; isSame: boolean; joined: boolean }[] = [];
  for (const [at, name] of NAMES.entries()) {
    const base = row(`boss:${at}`, name, { credit_code: null, address: "示例区长江路88号", city: "示例" });
    for (const [edit, { label, isSame, edit: change }] of EDITS.entries()) {
      const changed = change(name);
      if (changed === null || (changed.name?.trim() === name && changed.credit_code === undefined)) continue;
      const first = changed.credit_code === undefined ? base : { ...base, credit_code: CODE };
      const other = row(`qcwy:${at}-${edit}`, "", changed);
      pairs.push({ label, isSame, joined: same(assignCompanies([first, other], []), first.id, other.id) });
    }
  }

  it("is joined with a precision of at least 0.99 and a recall of at least 0.95", () => {
    const joined = pairs.filter((pair) => pair.joined);
    const alike = pairs.filter((pair) => pair.isSame);
    const precision = joined.filter((pair) => pair.isSame).length / joined.length;
    const recall = alike.filter((pair) => pair.joined).length / alike.length;
    for (const { label, isSame } of EDITS) {
      const own = pairs.filter((pair) => pair.label === label);
      const right = own.filter((pair) => pair.joined === isSame).length;
      console.info(
        `companies, ${isSame ? "same" : "hard negative"}: ${label}: ${right} of ${own.length} right`,
      );
    }
    console.info(
      `companies: ${pairs.length} pairs, ${pairs.length - alike.length} of them hard negatives; precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
    );
    expect(pairs.length).toBeGreaterThanOrEqual(2000);
    expect((pairs.length - alike.length) / pairs.length).toBeGreaterThanOrEqual(0.4);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it("joins no two of the real names among themselves but those of one firm", () => {
    const assigned = assignCompanies(
      NAMES.map((name, at) => row(`boss:${at}`, name)),
      [],
    );
    const joined = NAMES.filter((_, at) => assigned.get(`boss:${at}`)?.company_id !== `boss:${at}`);
    expect(joined).toEqual([]);
  });
});

describe("assignCompanies", () => {
  const CODE = "91440300708461136T";
  const rows = [
    row("boss:1", "深圳市悠享网络科技有限公司"),
    row("qcwy:2", "悠享网络科技（深圳）有限公司"),
    row("zhilian:3", "深圳悠享网络科技有限公司南京分公司"),
    row("qcwy:4", "广州悠享网络科技有限公司"),
  ];

  it("gives the same companies whatever the order of the rows", () => {
    const all = assignCompanies(rows, []);
    const turned = assignCompanies(rows.toReversed(), []);
    for (const { id } of rows) expect(turned.get(id)).toEqual(all.get(id));
    expect(all.get("qcwy:2")).toEqual({
      company_id: "boss:1",
      parent_id: "",
      how: "name",
      evidence: { value: "悠享网络科技(深圳)有限公司".replace("(", "（").replace(")", "）"), with: "boss:1" },
    });
    expect(all.get("zhilian:3")).toMatchObject({ company_id: "zhilian:3", parent_id: "boss:1", how: "name" });
  });

  it("keeps apart what a person keeps apart, also where a third row would join them", () => {
    const apart: Decision = { id: "d1", verdict: "different", one: "boss:1", others: ["qcwy:2"] };
    const third = row("zhilian:9", "深圳悠享网络科技有限公司");
    const assigned = assignCompanies([...rows, third], [apart]);
    expect(same(assigned, "boss:1", "qcwy:2")).toBe(false);
  });

  it("joins what a person joins, whatever the names and codes say", () => {
    const joined: Decision = { id: "d1", verdict: "same", one: "boss:1", others: ["qcwy:4"] };
    expect(assignCompanies(rows, [joined]).get("qcwy:4")).toMatchObject({
      company_id: "boss:1",
      how: "person",
      evidence: { value: "d1" },
    });
  });

  it("joins no two codes by a name, and one code whatever the names", () => {
    const one = row("boss:1", "甲乙科技有限公司", { credit_code: CODE });
    const other = row("qcwy:2", "甲乙科技有限公司", { credit_code: "91330100799655058B" });
    const third = row("zhilian:3", "丙丁科技有限公司", { credit_code: CODE });
    const assigned = assignCompanies([one, other, third], []);
    expect(same(assigned, "boss:1", "qcwy:2")).toBe(false);
    expect(assigned.get("zhilian:3")).toMatchObject({ company_id: "boss:1", how: "credit_code" });
  });

  it("never merges a branch that shows its parent's code", () => {
    const branch = row("boss:0", "甲乙科技有限公司南京分公司", { credit_code: CODE });
    const parent = row("qcwy:1", "甲乙科技有限公司", { credit_code: CODE });
    expect(assignCompanies([branch, parent], []).get("boss:0")).toMatchObject({
      company_id: "boss:0",
      parent_id: "qcwy:1",
      how: "credit_code",
    });
  });
});

describe("doubtfulPairs", () => {
  const pairsOf = (rows: Member[], decisions: Decision[] = []) =>
    doubtfulPairs(rows, assignCompanies(rows, decisions), decisions).pairs.map(
      ({ one, other, kind }) => `${one} ${other} ${kind}`,
    );

  it("pairs what may be one by what differs, likeliest with the same city", () => {
    expect(
      pairsOf([
        row("a:1", "深圳悠享网络科技有限公司"),
        row("a:2", "广州悠享网络科技有限公司"),
        row("a:3", "悠享网络科技"),
        row("a:4", "悠享"),
        row("a:5", "深圳悠享网络科技集团有限公司"),
        row("a:6", "深圳悠享餐饮管理有限公司"),
        row("a:7", "深圳悠享网络科技有限公司武汉分公司"),
      ]),
    ).toEqual(["a:1 a:2 place", "a:1 a:5 form", "a:1 a:3 place", "a:1 a:4 short"]);
  });

  it("leaves out what was decided, and pairs of two codes", () => {
    const rows = [row("a:1", "深圳悠享科技有限公司"), row("a:2", "广州悠享科技有限公司")];
    const apart: Decision = { id: "d", verdict: "different", one: "a:2", others: ["a:1"] };
    expect(pairsOf(rows)).toHaveLength(1);
    expect(pairsOf(rows, [apart])).toEqual([]);
    const coded = rows.map((member, at) => ({ ...member, credit_code: `code ${at}` }));
    expect(pairsOf(coded)).toEqual([]);
  });

  it("says how many companies a brand that too many share leaves out", () => {
    const rows = Array.from({ length: 201 }, (_, n) => row(`a:${n}`, "华信科技有限公司"));
    const many = rows.map((member, n) => ({ ...member, identity: `x${n}`, name_key: null }));
    expect(doubtfulPairs(many, assignCompanies(many, []), [])).toEqual({ pairs: [], left_out: 201 });
  });
});
