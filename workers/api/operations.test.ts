/// <reference types="vite/types/importMeta.d.ts" />
/** Names: of an operation, of its export and of its file; and no operation is left out of the list. */
import { describe, expect, test } from "vitest";
import { OPERATIONS } from "./operations.ts";

type Operation = (typeof OPERATIONS)[number];

const modules = import.meta.glob<Record<string, unknown>>(["./*/**/*.ts", "!./**/*.test.ts"], {
  eager: true,
});
const isOperation = (value: unknown): value is Operation =>
  typeof value === "object" && value !== null && "handler" in value && "route" in value;
const exported = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module).flatMap(([name, value]) =>
    isOperation(value) ? [{ file, name, route: value.route }] : [],
  ),
);

test("every operation that a file exports is in the list, once", () => {
  const ids = exported.map(({ route }) => route.operationId).toSorted();
  expect(ids).toEqual(OPERATIONS.map(({ route }) => route.operationId).toSorted());
});

/** First segments that name no noun of the API: an older address, and a file. */
const FOLDERS: Readonly<Record<string, string>> = {
  universal: "uploads",
  "openapi.json": "docs",
};
/** Names of a file whose path ends with the noun itself or with a record's id. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  get: ["list", "show", "download"],
  post: ["create"],
  patch: ["update"],
  delete: ["delete", "revoke"],
};

describe.each(exported)("$file", ({ file, name, route }) => {
  test("exports an operation under its own name", () => {
    expect(name).toBe(route.operationId);
  });

  test("is where its path says", () => {
    const [, folder = "", ...rest] = file.replace(/\.ts$/, "").split("/");
    const words = (rest.at(-1) ?? "").split("-");
    const [noun = "", ...below] = route.path.replace(/^\/api(\/v1)?\//, "").split("/");
    expect(folder).toBe(FOLDERS[noun] ?? noun);
    const last = below.filter((segment) => !segment.startsWith("{")).at(-1);
    if (last === undefined) return expect([...(VERBS[route.method] ?? []), noun]).toContain(words[0]);
    // `list-dead-letters`, `replay-dead-letter`, `act` of `actions`: a word of the file's name begins the segment's.
    expect(last.split("-").some((part) => words.some((word) => part.startsWith(word)))).toBe(true);
  });
});
