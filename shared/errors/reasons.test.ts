import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { codeOf, REASONS, withCodes } from "./reasons.ts";
import { problemsOf } from "./validation.ts";

const filled = (template: string) => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `<${name}>`);

test.each(Object.entries(REASONS))("%s is found by its sentence, with its parameters", (code, template) => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  expect(codeOf(filled(template))).toEqual({
    code,
    params: Object.fromEntries(names.map((name) => [name, `<${name}>`])),
  });
});

test("a parameter may hold anything but the text behind it", () => {
  expect(codeOf("is not known on qcwy; nearest are 北京, 上海 (all)")).toEqual({
    code: "unknown_city",
    params: { platform: "qcwy", cities: "北京, 上海 (all)" },
  });
  expect(codeOf("is longer than  characters").code).toBe("other");
  expect(codeOf("is odd")).toEqual({ code: "other", params: {} });
  expect(codeOf(`is not one of ${"x".repeat(2000)}`).code).toBe("other");
});

test("of thousands of problems the first are told, and how many more there are", () => {
  const unknown = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`x${n}`, 1]));
  const { error } = z.strictObject({ list: z.array(z.string()) }).safeParse({ ...unknown, list: [1, 2] });
  if (!error) throw new Error("was valid");
  const found = withCodes(problemsOf(error, "body"));
  expect(found).toHaveLength(101);
  expect(found.at(-1)).toMatchObject({ field: "body", code: "more_problems", params: { count: "2902" } });
});

test("zod's own checks speak in the catalogue's words", () => {
  const schema = z.strictObject({
    text: z.string().min(2).max(3),
    count: z.number().int().min(1).max(9),
    list: z.array(z.string()).min(1).max(2),
    kind: z.enum(["a", "b"]),
    id: z.uuid(),
    flag: z.boolean(),
    late: z.string(),
    own: z.string().min(1, "is the schema's own word"),
  });
  const bad = {
    text: "x",
    count: 1.5,
    list: ["a", "b", "c"],
    kind: "c",
    id: "1",
    flag: "yes",
    own: "",
    more: 1,
  };
  const { error } = schema.safeParse(bad);
  if (!error) throw new Error("was valid");
  const found = withCodes(problemsOf(error, "body")).map(({ field, code, params }) => [field, code, params]);
  expect(Object.fromEntries(found.map(([field, ...rest]) => [field, rest]))).toEqual({
    text: ["too_short", { min: "2" }],
    count: ["not_whole_number", {}],
    list: ["too_many_items", { max: "2", items: "items" }],
    kind: ["not_one_of", { options: "a, b" }],
    id: ["not_uuid", {}],
    flag: ["not_boolean", {}],
    late: ["missing", {}],
    own: ["other", {}],
    more: ["unknown_field", {}],
  });
});

/** Calls whose text argument is a reason, and the property of that name. */
const REASON_PLACES = [
  /\b(?:fieldError|fieldConflict|invalidField|fieldProblem)\(\s*[^,()]+,\s*(["`])((?:(?!\1).)+)\1/gs,
  /\b(?:bodyProblem|badBody|notJson|refused)\(\s*(["`])((?:(?!\1).)+)\1/gs,
  /,\s*(["`])((?:is|has|holds|needs|must|keyword) [^"`]+)\1,?\s*\)/gs,
  /\bfield: [^,{}]+, reason: (["`])((?:(?!\1).)+)\1/gs,
];

const CATALOGUE = "shared/errors/reasons.ts";
const sources = ["workers", "shared"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => `${folder}/${file}`),
  )
  .filter((file) => file !== CATALOGUE)
  .map((file) => ({ file, source: readFileSync(file, "utf8") }));

/** What stands between the parameters. */
const wordsOf = (template: string) =>
  template
    .split(/\{\w+\}/)
    .map((text) => text.trim())
    .filter((text) => text.length > 2);

test.each(Object.entries(REASONS))("%s is said somewhere in the product", (_, template) => {
  const unsaid = wordsOf(template).filter(
    (words) => !sources.some(({ source }) => source.replaceAll('\\"', '"').includes(words)),
  );
  expect(unsaid).toEqual([]);
});

test("every reason that is written in the product has a template", () => {
  const reasons = sources.flatMap(({ file, source }) => {
    return REASON_PLACES.flatMap((place) =>
      [...source.matchAll(place)].map(([, , reason = ""]) => ({ file, reason })),
    );
  });
  expect(reasons.length).toBeGreaterThan(60);
  const unknown = reasons.filter(
    // A sentence that begins or ends with one from elsewhere is held by the API's tests, which refuse `other`.
    ({ reason }) =>
      !reason.startsWith("${") &&
      !reason.endsWith(".reason}") &&
      codeOf(reason.replaceAll(/\$\{[^}]*\}+/g, "7")).code === "other",
  );
  expect(unknown).toEqual([]);
});
