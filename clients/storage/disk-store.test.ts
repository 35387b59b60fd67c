import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { describeBlobStore } from "../../tests/support/blob-store-suite.ts";
import { diskStore } from "./disk-store.ts";

const roots: string[] = [];
const makeRoot = async () => {
  const root = await mkdtemp(join(tmpdir(), "disk-store-"));
  roots.push(root);
  return root;
};
afterEach(async () => {
  await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true, force: true })));
});

describeBlobStore("disk", async () => diskStore(await makeRoot()));

test("shows a blob whole or not at all while it is overwritten", async () => {
  const root = await makeRoot();
  const store = diskStore(root);
  const versions = ["a", "b"].map((letter) => letter.repeat(300_000));
  await store.put("page", versions[0] ?? "");
  const writes = Promise.all(Array.from({ length: 20 }, (_, i) => store.put("page", versions[i % 2] ?? "")));
  for (let reads = 0; reads < 40; reads++) expect(versions).toContain(await store.getText("page"));
  await writes;
  expect(await readdir(root)).toHaveLength(1);
});
