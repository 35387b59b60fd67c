/** The dictionary against the real engine: what postings get from it, and that an edit and its undo reach them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SkillEditInput } from "../../shared/contracts/skills.ts";
import { readBase } from "../../shared/domain/skills/base/base.ts";
import { entriesOf, termOf, undoOf, withOverrides } from "../../shared/domain/skills/edit-dictionary.ts";
import type { Term } from "../../shared/domain/skills/term.ts";
import { textPatterns } from "../../shared/domain/skills/text-patterns.ts";
import { FREE_LOCK, memoryStore, SILENT } from "../../tests/support/clickhouse/make-facts.ts";
import { sampleJob } from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { skillFinder } from "../../tests/support/skills/find-skills.ts";
import { askOf } from "../clickhouse/ask.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";

import { type RefreshServices, refreshFacts } from "../facts/refresh-facts.ts";
import { countPostings, previewChange, unknownTags } from "./dictionary-queries.ts";
import { createEffectiveDictionary } from "./effective-dictionary.ts";
import { createSkillPublisher } from "./publish-dictionary.ts";

let ch: ScratchClickHouse;
let services: RefreshServices;
let number = 0;
const overrides = new Map<string, Term | null>();
const terms = () => withOverrides(readBase(), overrides);

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  const clickhouse = clickHouseClient(ch.config);
  const clock = { now: Date.now };
  const edits = {
    lastNumber: async () => number,
    read: async () => ({ number, overrides: new Map(overrides) }),
  };
  const dictionary = createEffectiveDictionary({ edits, state: memoryStore(), clock });
  services = {
    clickhouse,
    store: memoryStore(),
    lock: FREE_LOCK,
    skills: createSkillPublisher({ clickhouse, dictionary, clock }),
    newestStored: async () => null,
    clock,
    logger: SILENT,
  };
});
afterAll(() => ch.remove());

const TEXTS = [
  "熟悉C/C++、C#，了解Go语言；spring festival bonus, go to the back office",
  "精通Spring、Spring Boot、spring-cloud，Vue3+TypeScript，.NET Core",
  "R/Python/SAS，Office办公软件；C1驾照，A/B/C端，R&D",
  "MySQL8.0 与 my sql，JavaScript（Node.js），①Java",
];
const POSTINGS = [
  {
    tags: ["五险一金", "本科", "3-4年", "mysql数据库", "软件工程师", "C1驾照"],
    skills: ["MySQL", "ＭＹＳＱＬ", "c/c++"],
  },
  { tags: ["双休", "Mysql5.7"], skills: ["Go"] },
  { tags: ["木工雕刻", "全员双休"], skills: ["木工雕刻", "Rust开发"] },
  { tags: [], skills: [] },
].map((lists, n) => ({
  ...sampleJob(n),
  collected_at: Date.UTC(2026, 0, 1),
  welfare: ["班车"],
  title: "招聘",
  ...lists,
  description: TEXTS[n],
}));

const insert = (rows: object[]) =>
  insertLines(
    services.clickhouse,
    "jobs",
    rows.map((row) => JSON.stringify(row)),
    `t${Math.random()}`,
  );
/** @param force also where the dictionary is published and nothing is known to be stored */
const refresh = async (force = false) => {
  const report = await refreshFacts(services, "test", force);
  return report.skipped === null ? report.content : report.skipped;
};
const rows = async () =>
  (await ch.ask("SELECT * EXCEPT version FROM job_facts ORDER BY job_key FORMAT JSONEachRow"))
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          skills: string[];
          welfare: string[];
          requirements: string[];
          listed_skills: string[];
          skill_keys: string[];
        },
    );

/** Makes an edit as the API does. */
function edit(input: SkillEditInput) {
  const entries = entriesOf(terms(), input);
  for (const { key, after } of entries) overrides.set(key, termOf(after));
  number++;
  return entries;
}
function undo(entries: ReturnType<typeof edit>) {
  for (const { key, after } of undoOf(terms(), entries)) overrides.set(key, termOf(after));
  number++;
}

test("tags and texts become skills, benefits and requirements; spellings are one, C, C++, C#, Go, R and .NET apart", async () => {
  await insert(POSTINGS);
  expect(await refresh()).toBe(4);
  const facts = await rows();
  const find = skillFinder(textPatterns(readBase().values()));
  const finds = TEXTS.map((text) => find(`招聘\n${text}`));
  expect(finds[0]).toEqual(["C", "C#", "C++", "Go"]);
  expect(finds[1]).toEqual([".NET", "Spring", "Spring Boot", "Spring Cloud", "TypeScript", "Vue.js"]);
  expect(finds[2]).toEqual(["Office", "Python", "R", "SAS"]);
  expect(finds[3]).toEqual(["Java", "JavaScript", "MySQL", "Node.js", "SQL"]);
  // ClickHouse finds in texts what the plain rule finds.
  expect(facts.map(({ skills }) => skills)).toEqual([
    ["MySQL", "C", "C++", ...(finds[0] ?? []).filter((name) => !["C", "C++"].includes(name))],
    ["Go", "MySQL", ...(finds[1] ?? [])],
    ["木工雕刻", "Rust", ...(finds[2] ?? [])],
    finds[3],
  ]);
  expect(facts[0]).toMatchObject({
    welfare: ["班车", "五险一金"],
    requirements: ["本科", "3-4年", "C1驾照"],
    listed_skills: ["MySQL", "ＭＹＳＱＬ", "c/c++"],
  });
  expect(facts[0]?.skill_keys).toEqual(facts[0]?.skills.map((name) => name.toLowerCase()));
});

test("an edit changes the postings that have the term, and those only; its undo brings every row back", async () => {
  const before = await rows();
  expect(await refresh()).toBe("current");
  await ch.ask("TRUNCATE TABLE job_changes");
  const made = edit({
    action: "set",
    terms: [
      { text: "木工雕刻", kind: "welfare", skill: null, in_text: "no" },
      { text: "Festival", kind: "skill", skill: "节庆", in_text: "yes" },
    ],
    note: "",
  });
  await refresh();
  const touched = await ch.ask("SELECT DISTINCT job_key FROM job_changes ORDER BY job_key FORMAT TSV");
  expect(touched.split("\n")).toEqual(["job-0", "job-2"]);
  const after = await rows();
  expect(after[0]?.skills).toContain("节庆");
  expect(after[2]?.welfare).toContain("木工雕刻");
  expect(after[2]?.skills).not.toContain("木工雕刻");
  expect([after[1], after[3]]).toEqual([before[1], before[3]]);
  undo(made);
  await refresh();
  expect(await rows()).toEqual(before);
});

test("a preview counts the postings that would change, with examples, and stores nothing", async () => {
  const before = await rows();
  const ask = askOf(services.clickhouse);
  const entries = entriesOf(terms(), { action: "rename", skill: "MySQL", to: "PostgreSQL", note: "" });
  const next = withOverrides(terms(), new Map(entries.map(({ key, after }) => [key, termOf(after)])));
  const preview = await previewChange(ask, { before: terms(), after: next });
  expect(preview).toMatchObject({ postings: 3, exact: true });
  expect(preview.examples.map(({ job_key }) => job_key)).toEqual(["job-0", "job-1", "job-3"]);
  expect(preview.examples[1]?.after.skills).toContain("PostgreSQL");
  expect(await previewChange(ask, { before: terms(), after: terms() })).toMatchObject({ postings: 0 });
  expect(await rows()).toEqual(before);
});

test("tags that only a rule has read wait to be classified, until the dictionary holds them", async () => {
  const ask = askOf(services.clickhouse);
  await insert([{ ...POSTINGS[2], job_key: "job-9", collected_at: Date.now() }]);
  await refresh(true);
  const unknown = await unknownTags(ask, 10);
  expect(unknown).toContainEqual({
    tag: "木工雕刻",
    kind: "skill",
    postings: 1,
    platforms: [POSTINGS[2]?.platform],
    examples: ["招聘"],
  });
  expect([...(await unknownTags(ask, 1)), ...(await unknownTags(ask, 10, 1))]).toEqual(unknown);
  const made = edit({
    action: "set",
    terms: [{ text: "木工雕刻", kind: "skill", skill: "木雕", in_text: "no" }],
    note: "",
  });
  await refresh();
  expect((await unknownTags(ask, 10)).map(({ tag }) => tag)).not.toContain("木工雕刻");
  expect(await countPostings(ask, ["木雕"])).toEqual(new Map([["木雕", 2]]));
  undo(made);
  await refresh();
});

test("a skill that is renamed takes its spellings along, and a merged one becomes the other", async () => {
  const before = await rows();
  const renamed = edit({ action: "rename", skill: "MySQL", to: "PostgreSQL", note: "" });
  await refresh();
  const after = await rows();
  expect(after[0]?.skills).toEqual(before[0]?.skills.map((name) => (name === "MySQL" ? "PostgreSQL" : name)));
  expect(after[3]?.skills).toContain("PostgreSQL");
  const later = edit({ action: "remove", terms: ["my sql"], note: "" });
  expect(() => undo(renamed)).toThrow("later edit");
  undo(later);
  undo(renamed);
  await refresh();
  expect(await rows()).toEqual(before);
});

test("a publication that dies half-way is repeated whole: no posting keeps what an old dictionary said", async () => {
  const before = await rows();
  const made = edit({
    action: "set",
    terms: [{ text: "双休", kind: "title", skill: null, in_text: "no" }],
    note: "",
  });
  const { clickhouse } = services;
  const command = clickhouse.command.bind(clickhouse);
  // The rows of the dictionary are stored; the postings that they change are not yet written down.
  clickhouse.command = async (params) => {
    if (params.query.includes("INSERT INTO job_changes")) throw new Error("the Worker died");
    return command(params);
  };
  await expect(refreshFacts(services, "test")).rejects.toThrow();
  clickhouse.command = command;
  await refresh();
  expect((await rows())[1]?.welfare).toEqual(["班车"]);
  expect(before[1]?.welfare).toEqual(["班车", "双休"]);
  undo(made);
  await refresh();
});
