import i18next from "i18next";
import { expect, test } from "vitest";
import { nounText, roleDescription } from "./role-words.ts";

const t = (key: string) => i18next.t(key, { lng: "zh-CN" });
const [seeds] = Object.values(
  import.meta.glob<string>("../../../../workers/iam/permissions/seed.ts", {
    eager: true,
    query: "?raw",
    import: "default",
  }),
);
const seeded = [...(seeds ?? "").matchAll(/name: "(\w+)",\n\s+description: "([^"]+)"/g)].map(
  ([, name = "", description = ""]) => ({ name, description }),
);
const paths = Object.values(
  import.meta.glob<string>(["../../../../workers/api/*/*.ts", "!**/*.test.ts"], {
    eager: true,
    query: "?raw",
    import: "default",
  }),
).flatMap((source) => [...source.matchAll(/path: "\/api\/v1\/([a-z-]+)/g)].map(([, noun = ""]) => noun));

test("the built-in roles are described in Chinese until somebody writes another description", () => {
  expect(seeded.map(({ name }) => name)).toContain("analyst");
  for (const role of seeded) expect(roleDescription(role, t)).toMatch(/\p{Script=Han}/u);
  expect(roleDescription({ name: "admin", description: "Ours" }, t)).toBe("Ours");
  expect(roleDescription({ name: "night shift", description: "Everything, always" }, t)).toBe(
    "Everything, always",
  );
});

test("each group of permissions that can be granted has a Chinese name", () => {
  /** Routes without a permission: none can be granted. */
  const open = new Set(["auth", "setup", "openapi"]);
  expect(paths.length).toBeGreaterThan(50);
  const unnamed = [...new Set(paths)].filter((noun) => !open.has(noun) && nounText(noun, t) === noun);
  expect(unnamed).toEqual([]);
});
