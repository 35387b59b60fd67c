import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../shared/errors/config-error.ts";
import { createVault, VaultError } from "./vault.ts";

const key = (id: string, byte: number) => `${id}:${btoa(String.fromCharCode(byte).repeat(32))}`;
/** `v1.<key id>.<iv>.<data>` */
const keyIdOf = (sealed: string) => sealed.split(".")[1];
const [OLD, NEW] = [key("2025", 1), key("2026", 2)];

test("opens what it sealed, any text, and never seals the same twice", async () => {
  const vault = createVault(NEW);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (plain, id) => {
      const [one, other] = [await vault.seal("proxy", id, plain), await vault.seal("proxy", id, plain)];
      expect(await vault.open("proxy", id, one)).toBe(plain);
      expect(one).not.toBe(other);
      expect(keyIdOf(one)).toBe("2026");
    }),
    { numRuns: 50 },
  );
});

test("opens in no other record", async () => {
  const vault = createVault(NEW);
  const sealed = await vault.seal("proxy", "a", "s3cret");
  for (const [kind, id] of [
    ["proxy", "b"],
    ["token", "a"],
    ["prox", "ya"],
  ] as const)
    await expect(vault.open(kind, id, sealed)).rejects.toThrow(VaultError);
});

test("one changed character is noticed, and nothing of the secret is told", async () => {
  const vault = createVault(NEW);
  const sealed = await vault.seal("proxy", "a", "s3cret");
  const body = sealed.indexOf(".", 3) + 1;
  for (let at = body; at < sealed.length - 1; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    const error = await vault.open("proxy", "a", changed).catch((thrown: unknown) => thrown);
    expect(error, String(at)).toBeInstanceOf(VaultError);
    expect(String(error)).not.toContain("s3cret");
  }
  await expect(vault.open("proxy", "a", "s3cret")).rejects.toThrow(VaultError);
});

describe("rotation", () => {
  test("the first key seals, the others still open", async () => {
    const sealed = await createVault(OLD).seal("token", "a", "cookie");
    const vault = createVault(`${NEW},${OLD}`);
    expect(vault.currentKeyId).toBe("2026");
    expect(await vault.open("token", "a", sealed)).toBe("cookie");
    expect(keyIdOf(await vault.seal("token", "a", "cookie"))).toBe("2026");
  });

  test("a key taken away too early is named", async () => {
    const sealed = await createVault(OLD).seal("token", "a", "cookie");
    await expect(createVault(NEW).open("token", "a", sealed)).rejects.toThrow(
      /VAULT_KEYS lacks the key 2025/,
    );
  });
});

test("without keys every use names VAULT_KEYS", async () => {
  const vault = createVault(undefined);
  expect(vault.currentKeyId).toBeNull();
  const sealed = await createVault(OLD).seal("token", "a", "cookie");
  for (const use of [vault.seal("proxy", "a", "x"), vault.open("token", "a", sealed)]) {
    const error = await use.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ variable: "VAULT_KEYS" });
  }
});

test("a malformed keyring is refused without showing it", () => {
  for (const text of ["", "a", "a:b", `${OLD},`, "bad id:xx", `a:${btoa("short")}`])
    expect(() => createVault(text)).toThrow(/entry \d+ is not id:key/);
  expect(() => createVault(`${OLD},${OLD}`)).toThrow("names the key 2025 twice");
});
