import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NodePackage, packNode } from "../pack.ts";

const run = promisify(execFile);
/** Nothing answers there: an install that asks a registry fails. */
const NO_REGISTRY = "--registry=http://127.0.0.1:1";

let folder: string;
let server: Server;
let packed: NodePackage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jobdata-node-install-"));
  packed = await packNode();
  server = createServer((_, response) => response.end(packed.bytes)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("the served package installs into an empty folder without any registry, and runs", async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobdata-node.tgz`;
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, NO_REGISTRY, url]);
  const modules = await readdir(join(folder, "node_modules"));
  expect(modules.filter((name) => !name.startsWith("."))).toEqual(["jobdata-node"]);
  const bin = join(folder, "node_modules", ".bin", "jobdata-node");
  const { stdout } = await run(process.execPath, [bin, "--version"]);
  expect(stdout.trim()).toBe(packed.version);
});

test("the same sources make the same package", async () => {
  expect((await packNode()).sha256).toBe(packed.sha256);
});

test("no document, unit or text starts the node by its bare name", async () => {
  const root = join(import.meta.dirname, "..", "..", "..");
  const files = ["README.md", "README.zh-CN.md", "docs/nodes.md", "docs/nodes.zh-CN.md", "docs/deploy.md"];
  for (const file of files)
    expect(await readFile(join(root, file), "utf8"), file).not.toMatch(/npx (--\S+ )*jobdata-node(?!\.tgz)/);
});
