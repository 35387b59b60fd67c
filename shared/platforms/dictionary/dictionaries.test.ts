/** The sites' dictionaries as they may come: whole, in other forms, cut, refused, hostile. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, context } from "../../../tests/support/platforms/raw-rows.ts";
import { PLATFORMS } from "../../contracts/vocabulary.ts";
import type { DictionaryAnswer } from "../adapter.ts";
import { adapters } from "../registry.ts";

const source = (platform: keyof typeof adapters, name: string) => {
  const found = adapters[platform].dictionaries.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name} of ${platform}`);
  return found;
};
const read = (platform: keyof typeof adapters, name: string, body: unknown, status = 200): DictionaryAnswer =>
  source(platform, name).read(answerOf(body, status));

const bossCities = (cityGroup: unknown, more = {}) => ({
  code: 0,
  message: "Success",
  zpData: { cityGroup, ...more },
});

test("Boss: groups by letter, numbers as codes, fields nobody knows, the popular ones again", () => {
  const body = bossCities(
    [
      { firstChar: "A", cityList: [{ name: "鞍山", code: 101070300, url: "/anshan/", rank: null }] },
      { firstChar: "B", cityList: [{ name: " 北京 ", code: "101010100", extra: { deep: [1] } }] },
    ],
    { hotCityList: [{ name: "北京", code: 101010100 }] },
  );
  expect(read("boss", "cities", body)).toEqual({
    outcome: "ok",
    reason: null,
    retryAfterMs: null,
    unread: 0,
    entries: {
      city: [
        { code: "101070300", name: "鞍山", parent: null },
        { code: "101010100", name: "北京", parent: null },
        // The site lists the whole country elsewhere; a search needs it.
        { code: "100010000", name: "全国", parent: null },
      ],
    },
  });
});

test("Boss: districts below their cities, a list as the data of the envelope", () => {
  const tree = {
    code: 0,
    zpData: {
      cityList: [
        {
          code: 101200000,
          name: "湖北",
          subLevelModelList: [
            {
              code: 101200100,
              name: "武汉",
              subLevelModelList: [{ code: 420106, name: "武昌区", subLevelModelList: null }],
            },
            { code: 101201700, name: "神农架", subLevelModelList: null },
          ],
        },
      ],
    },
  };
  expect(read("boss", "districts", tree).entries.district).toEqual([
    { code: "420106", name: "武昌区", parent: "101200100" },
  ]);
  const industries = {
    code: 0,
    zpData: [{ code: 1, name: "金融", subLevelModelList: [{ code: 2, name: "银行" }] }],
  };
  expect(read("boss", "industries", industries).entries.industry).toEqual([
    { code: "1", name: "金融", parent: null },
    { code: "2", name: "银行", parent: "1" },
  ]);
});

test("51job: areas in groups, with and without districts", () => {
  const area = { code: "070300", value: "苏州", items: [{ code: "070301", value: "姑苏区" }] };
  const body = {
    items: [
      { title: "热门", type: "1", items: [area] },
      { title: "S", type: "0", items: [area] },
    ],
  };
  expect(read("qcwy", "cities", body).entries).toEqual({
    city: [
      { code: "070300", name: "苏州", parent: null },
      { code: "000000", name: "全国", parent: null },
    ],
    district: [{ code: "070301", name: "姑苏区", parent: "070300" }],
  });
  const flat = { resultbody: { items: [{ items: [{ code: "070300", value: "苏州" }] }] } };
  expect(Object.keys(read("qcwy", "cities", flat).entries)).toEqual(["city"]);
});

test("Zhilian: provinces hold cities, a municipality holds districts, two cities of one name stay apart", () => {
  const lists = Object.fromEntries(
    ["workExpType", "educationType", "salaryType", "companySize", "jobStatus", "industry"].map((name) => [
      name,
      [{ code: "0000,4000", name: "一" }],
    ]),
  );
  const body = {
    code: 200,
    data: {
      ...lists,
      allCity: [
        { code: "530", name: "北京", sublist: [{ code: "2001", name: "东城区", sublist: [] }] },
        {
          code: "7001",
          name: "吉林",
          sublist: [
            { code: "613", name: "长春" },
            { code: "614", name: "吉林", sublist: [{ code: "2901", name: "船营区" }] },
          ],
        },
      ],
    },
  };
  const { outcome, entries } = read("zhilian", "all", body);
  expect(outcome).toBe("ok");
  expect(entries.city?.map(({ code, name }) => `${name} ${code}`)).toEqual([
    "北京 530",
    "长春 613",
    "吉林 614",
    "全国 489",
  ]);
  expect(entries.district).toEqual([
    { code: "2001", name: "东城区", parent: "530" },
    { code: "2901", name: "船营区", parent: "614" },
  ]);
  expect(entries.salary).toEqual([{ code: "0000,4000", name: "一", parent: null }]);
});

test("a name under two codes, and a code that no request can carry, are counted and left out", () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ name: `城${at}`, code: 1000 + at }));
  const odd = [
    { name: "城0", code: 7 },
    { name: "脚本", code: "1&city=2" },
  ];
  const answer = read("boss", "cities", bossCities([{ cityList: [...many, ...odd] }]));
  expect([answer.outcome, answer.unread, answer.entries.city?.length]).toEqual(["ok", 2, 61]);
});

test.each<[string, unknown, number, DictionaryAnswer["outcome"]]>([
  ["an empty list", bossCities([]), 200, "schema-drift"],
  ["groups without cities", bossCities([{ firstChar: "A", cityList: [] }]), 200, "schema-drift"],
  ["another name of the list", { code: 0, zpData: { cities: [] } }, 200, "schema-drift"],
  [
    "another name of the code",
    bossCities([{ cityList: [{ name: "北京", cityCode: 1 }] }]),
    200,
    "schema-drift",
  ],
  [
    "half of the answer",
    JSON.stringify(bossCities([{ cityList: [{ name: "北京", code: 1 }] }])).slice(0, 40),
    200,
    "network",
  ],
  ["a page", "<html>安全验证</html>", 200, "blocked"],
  ["a check of the environment", { code: 37, message: "您的环境存在异常", zpData: {} }, 200, "blocked"],
  ["a moved address", "<html>404</html>", 404, "schema-drift"],
  ["too many requests", "", 429, "throttled"],
  ["a failing server", "", 502, "server"],
])("%s is an outcome, never an empty dictionary", (_, body, status, outcome) => {
  const answer = read("boss", "cities", body, status);
  expect([answer.outcome, answer.entries]).toEqual([outcome, {}]);
  expect(answer.reason).not.toBeNull();
});

test("ten thousand cities and more are no dictionary", () => {
  const flood = Array.from({ length: 10_001 }, (_, at) => ({ name: `c${at}`, code: at }));
  expect(read("boss", "cities", bossCities([{ cityList: flood }]))).toMatchObject({
    outcome: "schema-drift",
    entries: {},
  });
});

describe.each(PLATFORMS)("%s", (platform) => {
  test("any JSON is an outcome, and what is read has codes and names", () => {
    const node: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.record(
          {
            code: fc.oneof(fc.nat(), fc.string()),
            name: fc.string(),
            value: fc.string(),
            id: fc.nat(),
            items: fc.array(tie("node"), { maxLength: 3 }),
            sublist: fc.array(tie("node"), { maxLength: 3 }),
            subLevelModelList: fc.array(tie("node"), { maxLength: 3 }),
            cityList: fc.array(tie("node"), { maxLength: 3 }),
            cityGroup: fc.array(tie("node"), { maxLength: 3 }),
            allCity: fc.array(tie("node"), { maxLength: 3 }),
          },
          { requiredKeys: [] },
        ),
      ),
    })).node;
    fc.assert(
      fc.property(node, fc.constantFrom(0, 200, "1"), (data, code) => {
        const body = { code, status: code, zpData: data, data, resultbody: data, items: data };
        for (const { read: readIt } of adapters[platform].dictionaries) {
          const answer = readIt(answerOf(body));
          const entries = Object.values(answer.entries).flat();
          expect(answer.outcome === "ok").toBe(entries.length > 0);
          for (const entry of entries) {
            expect(entry.code).toMatch(/^-?[A-Za-z0-9][A-Za-z0-9,._-]*$/);
            expect(entry.name.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("requests go to the origin of the dictionaries, and version 0 is what the program ships", () => {
    const settings = { ...context.settings, dictionary_url: "https://static.example" };
    for (const { request, name } of adapters[platform].dictionaries) {
      expect(new URL(request({ ...context, settings }).url).origin, name).toBe("https://static.example");
      expect(new URL(request(context).url).origin).toBe("https://list.example");
    }
    const { shippedDictionary, cityCodes } = adapters[platform];
    expect(shippedDictionary.city?.length).toBe(Object.keys(cityCodes).length);
  });
});
