import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SkillEdit, SkillTerm } from "../../../shared/contracts/skills.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import type { Problems } from "../../../tests/edge/api/test-api.ts";

let api: IdentityApi;
beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

const term = { text: "PolarDB", kind: "skill", skill: "PolarDB", in_text: "yes" };
const edit = (json: object) => api.call<SkillEdit>("POST", "/skills/edits", { json });
const set = (...terms: object[]) => edit({ action: "set", terms });
const find = async (text: string, more = "") =>
  (await api.call<{ items: SkillTerm[] }>("GET", `/skills?text=${encodeURIComponent(text)}${more}`)).data
    .items;

describe("the dictionary", () => {
  test("is searched by spelling and skill, whatever the form, page by page", async () => {
    const spellings = await find("MY-SQL", "&limit=3");
    expect(spellings).toHaveLength(3);
    expect(new Set(spellings.map(({ skill }) => skill))).toEqual(new Set(["MySQL"]));
    const first = await api.call<{ items: SkillTerm[]; next_cursor: string }>(
      "GET",
      "/skills?kind=title&limit=40",
    );
    const second = await api.call<{ items: SkillTerm[] }>(
      "GET",
      `/skills?kind=title&limit=40&cursor=${first.data.next_cursor}`,
    );
    const keys = [...first.data.items, ...second.data.items].map(({ key }) => key);
    expect(new Set(keys).size).toBe(80);
  });

  test("is edited with who and why, and an undo brings back what was", async () => {
    const before = await find("木工雕刻");
    const { status, data } = await edit({ action: "set", terms: [term], note: "new" });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      number: 1,
      action: "set",
      note: "new",
      entries: [{ key: "polardb", before: null, after: term }],
      undone_by: null,
    });
    expect((await find("polardb"))[0]).toMatchObject({ ...term, source: "added" });
    const undone = await api.call<SkillEdit>("POST", "/skills/edits/1/undo");
    expect(undone).toMatchObject({ status: 201, data: { number: 2, action: "undo", undoes: 1 } });
    expect(await find("polardb")).toEqual([]);
    expect(await find("木工雕刻")).toEqual(before);
    expect((await api.call("POST", "/skills/edits/1/undo")).status).toBe(409);
    const history = await api.call<{ items: SkillEdit[] }>("GET", "/skills/edits");
    expect(history.data.items.map(({ number, undone_by }) => [number, undone_by])).toEqual([
      [2, null],
      [1, 2],
    ]);
    expect(history.data.items[1]?.by).not.toBe("");
    interface Page {
      items: SkillEdit[];
      next_cursor: string | null;
    }
    const newest = await api.call<Page>("GET", "/skills/edits?limit=1");
    const rest = await api.call<Page>("GET", `/skills/edits?limit=1&cursor=${newest.data.next_cursor}`);
    expect([...newest.data.items, ...rest.data.items]).toEqual(history.data.items);
    expect(rest.data.next_cursor).toBeNull();
    expect((await api.call("GET", "/skills/edits?cursor=nonsense")).code).toBe("invalid_cursor");
  });

  test("an edit whose terms changed again can't be undone before that one", async () => {
    await set(term);
    await set({ ...term, skill: "MySQL" });
    expect((await api.call("POST", "/skills/edits/1/undo")).status).toBe(409);
    expect((await api.call("POST", "/skills/edits/2/undo")).status).toBe(201);
    expect((await api.call("POST", "/skills/edits/1/undo")).status).toBe(201);
  });

  test("a skill is renamed with its spellings, and merged into another", async () => {
    const renamed = await edit({ action: "rename", skill: "MySQL", to: "MariaDB" });
    expect(renamed.data.entries.length).toBeGreaterThan(5);
    expect((await find("mysql")).every(({ skill }) => skill === "MariaDB")).toBe(true);
    expect((await edit({ action: "rename", skill: "MySQL", to: "x" })).status).toBe(422);
  });

  test("a removed term of the shipped list is shown as removed", async () => {
    expect((await edit({ action: "remove", terms: ["PMP"] })).status).toBe(201);
    expect((await find("pmp")).map(({ key }) => key)).not.toContain("pmp");
    expect((await find("pmp", "&source=removed")).map(({ key }) => key)).toEqual(["pmp"]);
  });
});

describe("refuses", () => {
  test.each([
    ["a skill without a name", { ...term, skill: null }, "terms.0.skill"],
    ["a title with a skill", { ...term, kind: "title", in_text: "no" }, "terms.0.skill"],
    ["a title in texts", { ...term, kind: "title", skill: null }, "terms.0.in_text"],
    ["an empty spelling", { ...term, text: " " }, "terms.0.text"],
    ["two lines", { ...term, skill: "a\u0000b" }, "terms.0.skill"],
    ["a spelling that shows nothing", { ...term, text: "a\u202eb" }, "terms.0.text"],
    ["signs alone", { ...term, text: "***" }, "terms.0.text"],
    ["prose", { ...term, text: "x".repeat(41) }, "terms.0.text"],
  ])("%s", async (_, one, field) => {
    const answer = (await set(one)) as unknown as { status: number; data: Problems };
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test("a term twice, one that is so already, and one that is not there", async () => {
    expect((await set(term, { ...term, text: "ＰＯＬＡＲＤＢ" })).status).toBe(422);
    expect((await set({ text: "MySQL", kind: "skill", skill: "MySQL", in_text: "yes" })).status).toBe(422);
    expect((await edit({ action: "remove", terms: ["没有这个词"] })).status).toBe(422);
    expect((await api.call("POST", "/skills/edits/7/undo")).status).toBe(404);
  });

  test("edits by those who may only read", async () => {
    const { token } = await api.signedIn("chen", ["analyst"]);
    expect((await api.call("GET", "/skills?limit=1", { token })).status).toBe(200);
    for (const path of ["/skills/edits", "/skills/edits/preview"])
      expect((await api.call("POST", path, { token, json: { action: "set", terms: [term] } })).status).toBe(
        403,
      );
    expect((await api.call("POST", "/skills/edits/1/undo", { token })).status).toBe(403);
  });
});

describe("as a file", () => {
  const send = (body: string, dryRun = false) =>
    api.call<{ number: number | null; entries: unknown[] }>("POST", `/skills/import?dry_run=${dryRun}`, {
      body,
      headers: { "content-type": "text/csv" },
    });

  test("sets all rows or none, and says what a dry run would change", async () => {
    const good = "词条,类别,技能,正文\nPolarDB,skill,PolarDB,yes\n高薪酬,welfare,,\n";
    expect((await send(good, true)).data).toMatchObject({ number: null, entries: [{}, {}] });
    expect(await find("polardb")).toEqual([]);
    const bad = (await send(`${good}x,skill,,\n`)) as unknown as { status: number; data: Problems };
    expect(bad).toMatchObject({
      status: 422,
      data: { problems: [{ field: expect.stringContaining("line 4") }] },
    });
    expect(await find("polardb")).toEqual([]);
    expect((await send(good)).data.number).toBe(1);
    expect(await find("polardb")).toHaveLength(1);
    expect((await send(good)).data.number).toBeNull();
  });
});
