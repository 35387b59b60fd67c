import { describe, expect, test } from "vitest";
import { z } from "zod";
import { taskKinds } from "../../../../workers/tasks/registry.ts";
import { fieldsOf, nameOf, readInput } from "./input-fields.ts";
import { texts } from "./input-texts.ts";

const schemaOf = (name: string) => {
  const kind = taskKinds.find((one) => one.name === name);
  if (!kind) throw new Error(name);
  return z.toJSONSchema(kind.input, { io: "input", unrepresentable: "any" }) as Record<string, unknown>;
};
const controls = (name: string) =>
  Object.fromEntries(fieldsOf(schemaOf(name)).map((field) => [nameOf(field), field.control]));

describe("the form of a kind", () => {
  test("has a control for each member of the input, nested ones too", () => {
    expect(controls("rows.import")).toEqual({
      file: "file",
      platform: "choice",
      data_type: "choice",
      channel: "choice",
      columns: "json",
    });
    expect(controls("data.validate")).toEqual({ from: "date", to: "date", platform: "choice" });
    expect(controls("rows.update")).toMatchObject({
      filter: "filter",
      ids: "json",
      "set.title": "long-text",
      "set.degree": "choice",
      "set.monthly_min": "number",
      reason: "long-text",
      confirm: "number",
    });
    expect(controls("rows.delete")).toMatchObject({ may_return: "flag", erase: "flag" });
  });

  test("gives inputs that each kind takes", () => {
    const made = (name: string, entered: Record<string, string>) => {
      const { input, wrong, missing } = readInput(fieldsOf(schemaOf(name)), entered);
      const checked = taskKinds.find((kind) => kind.name === name)?.input.safeParse(input);
      return { input, wrong, missing, isGood: checked?.success };
    };
    expect(
      made("rows.delete", {
        filter: "https://x/jobs?city=上海&city=北京&degree=master",
        reason: "by mistake",
        confirm: "7",
      }),
    ).toMatchObject({
      input: {
        filter: { city: ["上海", "北京"], degree: "master" },
        reason: "by mistake",
        confirm: 7,
        may_return: false,
      },
      isGood: true,
    });
    expect(
      made("rows.update", { filter: '{"city":"上海"}', "set.monthly_min": "1e4", reason: "why not" }),
    ).toMatchObject({
      input: { set: { monthly_min: 10_000 } },
      isGood: true,
    });
    expect(made("rows.import", { columns: "{" })).toMatchObject({
      wrong: ["columns"],
      missing: ["file", "platform"],
    });
    expect(made("keywords.crawl", { platform: "boss", max: "ten" })).toMatchObject({ wrong: ["max"] });
  });

  test("names each field in both languages", () => {
    for (const { name } of taskKinds)
      for (const field of fieldsOf(schemaOf(name))) {
        const label = field.path.at(-1) ?? "";
        expect([name, label, label in texts.zh.taskInput.field, label in texts.en.taskInput.field]).toEqual([
          name,
          label,
          true,
          true,
        ]);
      }
  });
});
