/** The command line against servers that fail or are hostile. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IoOptions, testIo } from "../../../tests/support/cli/test-io.ts";
import { placesOf } from "./commands/completion.ts";
import { EXIT } from "./exit.ts";
import { buildProgram, runProgram } from "./program.ts";
import { wordsIn } from "./words/words.ts";

const KEY = "jd_0123456789abcdef0123456789";
const EXPORT_ID = "5f6d2c1a-0000-4000-8000-000000000001";

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jobdata-program-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
/** Answers each path with its status and body; others are not found. */
const answering =
  (answers: Record<string, [number, unknown]>): RequestListener =>
  (request, response) => {
    const [status, body] = answers[request.url?.split("?")[0] ?? ""] ?? [
      404,
      { code: "not_found", message: "no" },
    ];
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(isRaw ? body : JSON.stringify(body));
  };
const ok = (data: unknown): [number, unknown] => [200, { code: 0, message: "ok", data, request_id: "r" }];

async function jobdata(args: string[], url: string, options: IoOptions = {}) {
  const io = testIo({
    cwd: folder,
    ...options,
    env: { HOME: folder, JOBDATA_URL: url, JOBDATA_KEY: KEY, ...options.env },
  });
  const code = await runProgram(args, io);
  const { out, err } = io.text();
  expect(out + err, "no key in what it writes").not.toContain(KEY);
  return { code, out, err };
}

describe("failures", () => {
  test.each([
    [401, "unauthorized", 3],
    [403, "forbidden", 3],
    [404, "not_found", 4],
    [409, "invalid_state", 1],
    [422, "validation_failed", 2],
    [429, "too_many_requests", 1],
    [500, "internal", 5],
    [503, "dependency_unavailable", 5],
  ])("HTTP %i %s ends with %i", async (status, code, exit) => {
    const body = { code, message: `why \u001b[2J ${KEY}`, data: null, request_id: "4f6c" };
    const url = await serve(answering({ "/api/v1/auth/me": [status, body] }));
    const told = await jobdata(["status"], url);
    expect(told.code).toBe(exit);
    expect(told.err).toMatch(/^jobdata: why \\u001b\[2J \[redacted\]/);
    const { error } = JSON.parse((await jobdata(["status", "--json"], url)).err);
    expect(error).toMatchObject({ code, exit_code: exit, problems: [], request_id: "4f6c" });
  });

  test("nobody answers, or somebody else does", async () => {
    const url = await serve(answering({ "/api/v1/auth/me": [200, "<html>sign in</html>"] }));
    expect(await jobdata(["status"], url)).toMatchObject({ code: 5, out: "" });
    for (const server of servers.splice(0)) server.close();
    const away = await jobdata(["status"], url);
    expect(away).toMatchObject({ code: 5, err: expect.stringContaining(`jobdata: ${url} does not answer`) });
  });

  test("a key does not follow a redirect", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    });
    const url = await serve((_, response) => response.writeHead(302, { location: other }).end());
    expect((await jobdata(["status"], url)).code).toBe(5);
    expect(seen).toEqual([]);
  });

  test.each([
    [["tsk"], "unknown command 'tsk'"],
    [["task"], ""],
    [["status", `--key=${KEY}`], "unknown option '--key=[redacted]'"],
    [["task", "list", "--state", "idle"], "Allowed choices are scheduled"],
    [["search", "--limit", "0"], "It is not a number from 1."],
    [["status", "--lang", "fr"], "--lang is not one of en, zh"],
    [["task", "info", "../auth/me"], "It is no id."],
    [["dead-letter", "replay"], "either ids of dead letters or --all"],
  ])("%j is a wrong use", async (args, message) => {
    expect(await jobdata(args, "http://127.0.0.1:1")).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  });

  test("problems name field and reason in the reader's language", async () => {
    const problems = [{ field: "input.from", reason: "is missing", code: "missing", params: {} }];
    const body = { code: "validation_failed", message: "input.from: is missing", data: { problems } };
    const url = await serve(answering({ "/api/v1/tasks": [422, body] }));
    const create = ["task", "create", "data.validate"];
    expect((await jobdata(create, url)).err).toBe("jobdata: input.from is missing\n");
    expect((await jobdata(create, url, { env: { LANG: "zh_CN.UTF-8" } })).err).toBe(
      "jobdata: input.from：必填\n",
    );
  });
});

test("the proxy is for other machines only", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = await serve((_, response) => response.end());
  servers[0]?.on("connect", (request, socket) => {
    asked.push(request.url);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const env = { HTTPS_PROXY: proxy };
  expect((await jobdata(["status"], "https://jobdata.invalid", { env })).code).toBe(5);
  expect(asked).toEqual(["jobdata.invalid:443"]);
  const url = await serve(answering({}));
  expect((await jobdata(["status"], url, { env })).code).toBe(4);
  expect((await jobdata(["status"], "https://127.0.0.1:1", { env })).code).toBe(5);
  const direct = { ...env, NO_PROXY: "jobdata.invalid" };
  expect((await jobdata(["status"], "https://jobdata.invalid", { env: direct })).code).toBe(5);
  expect(asked).toHaveLength(1);
});

describe("login", () => {
  const me = ok({ user: { username: "lin\u001b[2J" }, scopes: ["read"], roles: [], node: null });
  const free = { JOBDATA_URL: "", JOBDATA_KEY: "" };

  test("asks without showing, and keeps a key only after the server has accepted it", async () => {
    const url = await serve(answering({ "/api/v1/auth/me": me }));
    const typed = await jobdata(["login", "--url", url], url, { env: free, stdin: null, answers: [KEY] });
    expect(typed).toMatchObject({
      code: 0,
      out: expect.stringContaining("as lin\\u001b[2J; profile default"),
    });
    expect((await jobdata(["status"], url, { env: free })).code).toBe(4);
    expect((await jobdata(["logout"], url, { env: free })).code).toBe(0);
    expect((await jobdata(["status"], url, { env: free })).code).toBe(3);
    expect(await readdir(join(folder, ".config", "jobdata", "keys"))).toEqual([]);
  });

  test("keeps nothing of a key that is refused", async () => {
    const refused = { code: "unauthorized", message: "the key is unknown" };
    const url = await serve(answering({ "/api/v1/auth/me": [401, refused] }));
    expect((await jobdata(["login", "--url", url], url, { env: free, stdin: KEY })).code).toBe(3);
    expect(await readdir(folder)).toEqual([]);
  });

  test("wants no address that others can listen to", async () => {
    const plain = ["login", "--url", "http://jobdata.example.com"];
    expect(await jobdata(plain, "http://127.0.0.1:1", { stdin: KEY })).toMatchObject({ code: 2 });
  });
});

test("alerts are listed in the reader's language and taken over with a note", async () => {
  const alert = {
    ...{
      id: "0d2f7a1e-64a3-4f0e-8a59-1c5a9f1f6b02",
      state: "firing",
      severity: "critical",
      value: 1,
      threshold: 0,
    },
    rule: {
      name: "Platform blocks the crawl (breaker open)",
      built_in: "platform-blocked",
      comparison: "gt",
    },
    ...{ labels: { platform: "boss\u001b[2J" }, since: Date.UTC(2026, 10, 29), acknowledged_by: null },
  };
  const notes: unknown[] = [];
  const url = await serve(async (request, response) => {
    const taken = request.url?.endsWith("/acknowledge");
    let body = "";
    for await (const part of request) body += String(part);
    if (taken) notes.push(JSON.parse(body));
    const data = taken ? { ...alert, state: "acknowledged" } : { items: [alert], next_cursor: null };
    response.end(JSON.stringify({ code: 0, message: "ok", data }));
  });
  const { out } = await jobdata(["alert", "list", "--lang", "zh"], url);
  expect(out).toMatch(/严重 +告警中 +平台限制采集（熔断器打开） +platform=boss\\u001b\[2J +1 > 0/);
  const taken = await jobdata(["alert", "ack", alert.id, "--note", "seen", "--json"], url);
  expect([taken.code, JSON.parse(taken.out).state, notes]).toEqual([0, "acknowledged", [{ note: "seen" }]]);
  expect((await jobdata(["alert", "ack", alert.id], url)).err).toContain("--note");
});

describe("a download", () => {
  const bytes = new TextEncoder().encode("platform,title\r\nboss,会计\r\n");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const exported = (more: object = {}) => ({
    ...{
      id: EXPORT_ID,
      subject: "jobs",
      format: "csv",
      state: "done",
      phase: "finish",
      rows_done: 1,
      rows_total: 1,
    },
    ...{ created_at: Date.UTC(2026, 10, 29), masked: false, error: null },
    ...more,
  });
  const served = (file: Uint8Array, more: object = {}, manifest: object = {}) =>
    serve(
      answering({
        [`/api/v1/exports/${EXPORT_ID}`]: ok(exported(more)),
        [`/api/v1/exports/${EXPORT_ID}/manifest`]: ok({ rows: 1, bytes: bytes.length, sha256, ...manifest }),
        [`/api/v1/exports/${EXPORT_ID}/file`]: [200, file],
      }),
    );
  const get = ["export", "get", EXPORT_ID];
  const files = async () => (await readdir(folder)).sort();

  test("has its name once its hash is right", async () => {
    const url = await served(bytes);
    expect(await jobdata(get, url)).toMatchObject({
      code: 0,
      out: expect.stringContaining("SHA-256 agrees"),
    });
    expect(await files()).toEqual(["jobs-2026-11-29-5f6d2c1a.csv"]);
    expect((await jobdata(get, url)).code, "it is there already").toBe(2);
    expect((await jobdata([...get, "--force"], url)).code).toBe(0);
    await writeFile(join(folder, "-"), "a file of that name is not what is meant");
    expect((await jobdata([...get, "--output", "-"], url)).out).toBe(new TextDecoder().decode(bytes));
    const onTerminal = await jobdata([...get, "--output", "-"], url, { columns: 80 });
    expect(onTerminal).toMatchObject({ code: 2, out: "" });
  });

  test.each([
    ["another byte", bytes.with(3, 0)],
    ["too few bytes", bytes.slice(0, 10)],
    ["more bytes than announced", new Uint8Array(200_000)],
  ])("with %s is thrown away", async (_, file) => {
    await writeFile(join(folder, "jobs.csv"), "of yesterday");
    const failed = await jobdata([...get, "--output", "jobs.csv", "--force"], await served(file));
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("is not what the manifest says") });
    expect(await files()).toEqual(["jobs.csv"]);
    expect(await readFile(join(folder, "jobs.csv"), "utf8")).toBe("of yesterday");
  });

  test.each([{ subject: "../../jobs" }, { format: "csv/../x" }, { id: "../../../../x" }])(
    "is not named by the server: %j",
    async (more) => {
      expect((await jobdata(get, await served(bytes, more))).code).toBe(5);
      expect(await files()).toEqual([]);
    },
  );

  test("of a failed export says why", async () => {
    const url = await served(bytes, { state: "failed", error: "too many rows" });
    expect(await jobdata(get, url)).toMatchObject({
      code: 1,
      err: expect.stringContaining("is failed: too many rows"),
    });
  });
});

describe("help and completion", () => {
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

  test("every command has examples in its help", async () => {
    const all = leaves(buildProgram(testIo(), wordsIn("en")));
    expect(all.length).toBeGreaterThan(35);
    for (const command of all) {
      const path: string[] = [];
      for (let at: Command | null = command; at?.parent; at = at.parent) path.unshift(at.name());
      const { code, out } = await jobdata([...path, "--help"], "http://127.0.0.1:1");
      expect([code, out], path.join(" ")).toEqual([0, expect.stringMatching(/\nExamples:\n {2}\S/)]);
    }
  });

  test.each(["docs/cli.md", "docs/cli.zh-CN.md"])("%s names every command and exit code", async (file) => {
    const text = await readFile(join(import.meta.dirname, "..", "..", "..", file), "utf8");
    const paths = placesOf(buildProgram(testIo(), wordsIn("en")))
      .filter(({ path, words }) => path !== "" && words.length === 0)
      .map(({ path }) => (path === "completion" ? "completion bash" : path));
    for (const path of paths) expect(text, path).toContain(`\`${path}\``);
    for (const code of [...Object.values(EXIT), 130])
      expect(text).toMatch(new RegExp(`^\\| ${code} +\\|`, "m"));
    expect(text).not.toMatch(/npx (--yes )?jobdata/);
  });

  test("bash completes commands, options and their values", async () => {
    const { out } = await jobdata(["completion", "bash"], "http://127.0.0.1:1");
    const script = join(folder, "jobdata.bash");
    await writeFile(script, out);
    const complete = async (...typed: string[]) => {
      const words = ["jobdata", ...typed].map((word) => `'${word}'`).join(" ");
      const code = `. ${script}; COMP_WORDS=(${words}); COMP_CWORD=${typed.length}; _jobdata; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return (await promisify(execFile)("bash", ["--norc", "-c", code])).stdout.trim().split("\n");
    };
    expect(await complete("ta")).toEqual(["task"]);
    expect(await complete("task", "c")).toEqual(["create", "cancel"]);
    expect(await complete("--json", "task", "list", "--sta")).toEqual(["--state"]);
    expect(await complete("task", "list", "--state", "re")).toEqual(["retrying"]);
    expect(await complete("search", "--salary")).toEqual(["--salary-band", "--salary-from", "--salary-to"]);
    expect(await complete("schedule", "add", "x", "--catch-up", "o")).toEqual(["once"]);
  });

  test.each(["zsh", "fish"])("%s gets a script of its own", async (shell) => {
    const { code, out } = await jobdata(["completion", shell], "http://127.0.0.1:1");
    expect([code, out]).toEqual([0, expect.stringMatching(/checkpoints[\s\S]*--?l? ?json/)]);
  });
});
