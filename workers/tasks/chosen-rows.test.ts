/** A task reads the cities of its filter as a search does. */
import { expect, test } from "vitest";
import { cityDictionary, indexCities } from "../../shared/platforms/cities.ts";
import { chosenRows, workOnConfirmed } from "./chosen-rows.ts";
import { exportRowsTask } from "./kinds/rows.export.ts";
import type { TaskServices } from "./task-services.ts";

const cities = indexCities([{ code: "1", name: "北京", parent: null }], []);
const dictionary = cityDictionary({ boss: cities, qcwy: cities, zhilian: cities });
const counted: object[] = [];
const started: { filter: object }[] = [];
const services = {
  places: {
    jobs: {
      storedCities: async (names: readonly string[]) => names.filter((name) => name === "某某开发区"),
      storedDistricts: async () => [],
    },
    dictionaries: { cities: async () => dictionary },
  },
  rows: { count: async (chosen: object) => counted.push(chosen) },
  exports: {
    async start(wanted: { filter: object }) {
      started.push(wanted);
      return { id: "e" };
    },
    find: async () => null,
  },
  clock: { now: Date.now },
} as unknown as TaskServices;
const caller = { reach: { kind: "all" }, sees_recruiters: true } as const;
const taskOf = (input: object) =>
  ({
    ...{ id: "t", input, services, caller, actor: "lin", resumed: null },
    owner: { ownerId: "lin", departmentId: null },
    progress() {},
    checkpoint: async () => {},
    check() {},
  }) as never;
const chosen = (...city: string[]) => chosenRows(taskOf({ filter: { city } }));

test("common names find what is stored, and texts of postings count as they are", async () => {
  expect(await chosen("深圳市", "深圳")).toEqual({ filter: { city: ["深圳"] } });
  expect(await chosen("某某开发区")).toEqual({ filter: { city: ["某某开发区"] } });
});

test("a name that nobody knows is refused with the nearest ones", async () => {
  const refused = {
    errorClass: "invalid-input",
    code: "unknown_city",
    message: expect.stringContaining("nearest are 北京, "),
  };
  await expect(chosen("背景")).rejects.toMatchObject(refused);
  const input = exportRowsTask.input.parse({ subject: "jobs", format: "csv", filter: { city: "背景" } });
  await expect(exportRowsTask.run(taskOf(input as object))).rejects.toMatchObject(refused);
  expect(started).toEqual([]);
});

test("a district that nobody knows in the city is refused, in place of no posting", async () => {
  const of = (district: string) => chosenRows(taskOf({ filter: { city: ["北京市"], district: [district] } }));
  expect(await of("海淀")).toEqual({ filter: { city: ["北京"], district: ["海淀区"] } });
  await expect(of("海电区")).rejects.toMatchObject({
    errorClass: "invalid-input",
    code: "unknown_district",
    message: expect.stringMatching(/^filter\.district is no district of 北京 .*nearest are 海淀区, /),
  });
});

test("an export has the common names", async () => {
  const input = exportRowsTask.input.parse({ subject: "jobs", format: "csv", filter: { city: "深圳市" } });
  await expect(exportRowsTask.run(taskOf(input as object))).rejects.toMatchObject({ code: "export_gone" });
  expect(started).toMatchObject([{ filter: { city: ["深圳"] } }]);
});

test("a checkpoint that a person wrote and that does not fit ends the task with a sentence", async () => {
  const task = { ...(taskOf({}) as object), resumed: { seq: 3, cursor: { day: "2026-11-03" }, body: null } };
  await expect(exportRowsTask.run(task as never)).rejects.toMatchObject({
    ...{ errorClass: "invalid-input", code: "bad_checkpoint" },
    message: expect.stringMatching(/^checkpoint 3 does not fit the task: .*export is missing$/),
  });
});

test("the whole country is no condition: nothing is changed or removed by it", async () => {
  const task = taskOf({ filter: { city: ["全国"] } });
  await expect(workOnConfirmed(task, "removed", async () => {})).rejects.toMatchObject({
    code: "empty_filter",
  });
  expect(counted).toEqual([]);
});
