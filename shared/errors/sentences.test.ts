import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, test } from "vitest";
import { SENTENCES_ZH, sentenceInChinese } from "../../pages/src/i18n/sentences-zh.ts";
import { codeOf } from "./reasons.ts";
import { SENTENCES } from "./sentences.ts";
import { matcherOf } from "./templates.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url).href);
const find = matcherOf(SENTENCES);
const slots = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test.each(Object.entries(SENTENCES))("%s is found by its sentence", (code, template) => {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `<${name}>`);
  expect(find(filled)?.code).toBe(code);
});

test("the Chinese sentences have the parameters of the English ones", () => {
  for (const [code, text] of Object.entries(SENTENCES)) {
    const chinese = SENTENCES_ZH[code as keyof typeof SENTENCES];
    expect(chinese, code).toMatch(/\p{Script=Han}/u);
    expect(slots(text), code).toEqual(expect.arrayContaining(slots(chinese)));
  }
});

test("a sentence is said in Chinese with its parameters; the words of the platform too, names of people not", () => {
  expect(sentenceInChinese("there are 200 webhook endpoints; delete one first")).toBe(
    "已有 200 个 Webhook 端点，请先删除一个",
  );
  expect(sentenceInChinese("a task that is running has not stopped")).toBe("状态为“运行中”的任务尚未停止");
  expect(sentenceInChinese("alert rule Depth is deleted; restore it first")).toBe(
    "告警规则 Depth 已删除，请先还原",
  );
  expect(sentenceInChinese("failed has acknowledged it already")).toBe("failed 已确认此告警");
  expect(sentenceInChinese("nobody has written this")).toBe("nobody has written this");
});

/** Codes with which a person may be shown the `message`; see `WITH_MESSAGE` of the dashboard. */
const SHOWN = new Set([
  "conflict",
  "forbidden",
  "invalid_state",
  "dependency_unavailable",
  "too_many_requests",
]);
/** Only nodes and uploading programs call these. */
const FOR_PROGRAMS =
  /^(workers\/(api\/nodes\/(own-node|work)|ingest\/upload)|durable-objects\/ingest-ledger)/;
const EXAMPLES = "workers/api/http/error-responses.ts";
/** These pass on what another place has said. */
const PASSED_ON = new Set([
  "made.message",
  "result.message",
  "error.message",
  "decision.message",
  "problem.message",
  "message",
  "refusal",
  "problem",
  'record.error ?? "it failed"',
]);
/** These are made of parts; each has its sentences in the list. */
const MADE_OF_PARTS: Record<string, string[]> = {
  EMPTY_FILTER: ["is empty: it would mean every posting"],
  "sameSearch(twin)": ["this search exists already: keyword x"],
  'input.error.issues[0]?.message ?? "the input is wrong"': ["the input is wrong"],
  "nobody may <x>": ["nobody may delete themselves", "nobody may disable themselves"],
  "there is no file: <x>": [
    "there is no file: it is failed",
    "there is no file: it was sent while it was made",
  ],
  "the department still has <x> in it": [
    "the department still has departments (x) in it",
    "the department still has users (x, y) in it",
    "the department still has departments (x) and users (y) in it",
    "the department still has something in it",
  ],
  "the file holds no rows that can be imported<x>": [
    "the file holds no rows that can be imported",
    "the file holds no rows that can be imported: line 2: is not JSON",
  ],
};
/** Functions whose first argument becomes a message, and where they are called. */
const FUNCTIONS: Record<string, string> = {
  invalidState: "durable-objects/task-ledger/",
  refusal: "workers/bulk/",
};

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

const argumentsOf = (node: Node) => (Array.isArray(node.arguments) ? (node.arguments as Node[]) : []);
/** @returns the value of a property that an object has in the source */
const memberOf = (node: Node, name: string): Node | undefined =>
  node.type === "ObjectExpression"
    ? ((node.properties as Node[]).find(({ key }) => isNode(key) && key.name === name)?.value as
        | Node
        | undefined)
    : undefined;

/** A syntax tree and all that is in it. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  if (!isNode(value)) return;
  yield value;
  for (const [key, child] of Object.entries(value))
    if (key !== "parent" && typeof child === "object") yield* nodesIn(child);
}

/** Functions that refuse a field, and which of their arguments is the reason. */
const REASON_AT: Record<string, number> = { fieldError: 1, fieldConflict: 1, errorAbout: 2 };
/** Checks of zod whose second argument is the reason. */
const CHECKS = new Set(["refine", "regex", "min", "max", "length", "startsWith"]);

/** The expressions of a node that are written out as the reason why a field is invalid. */
function* reasonsOf(node: Node): Generator<Node> {
  const callee = isNode(node.callee) ? node.callee : undefined;
  const args = argumentsOf(node);
  const reason = args[REASON_AT[String(callee?.name)] ?? -1];
  if (reason) yield reason;
  const method = isNode(callee?.property) ? String(callee.property.name) : "";
  if (CHECKS.has(method) && args[1]) yield args[1];
  const written = memberOf(node, "field")
    ? memberOf(node, "reason")
    : memberOf(node, "path") && memberOf(node, "message");
  if (written) yield written;
}

/** What an expression may say, each parameter as `<…>`; null where it only passes on a text. */
function said(node: Node, source: string): (string | null)[] {
  if (node.type === "Literal") return [String(node.value)];
  if (node.type === "TemplateLiteral") {
    const quasis = node.quasis as { value: { cooked: string } }[];
    return [quasis.map(({ value }) => value.cooked).join("<x>")];
  }
  if (node.type === "ConditionalExpression")
    return [...said(node.consequent as Node, source), ...said(node.alternate as Node, source)];
  const text = source.slice(node.start, node.end);
  return PASSED_ON.has(text) ? [null] : [text];
}

/** The expressions of a node that become a message for people. */
function* messagesOf(node: Node, file: string): Generator<Node> {
  const callee = isNode(node.callee) ? String(node.callee.name) : "";
  const [first, second, third] = argumentsOf(node);
  if (node.type === "NewExpression" && callee === "ApiError" && first && second) {
    const isShown = first.type !== "Literal" || SHOWN.has(String(first.value));
    const hasProblems = third !== undefined && (third.elements as unknown[] | undefined)?.length !== 0;
    if (isShown && !hasProblems) yield second;
  }
  if (node.type === "NewExpression" && callee === "TaskFailure" && third) yield third;
  const folder = FUNCTIONS[callee];
  if (node.type === "CallExpression" && folder && file.startsWith(folder) && first) yield first;
  const code = memberOf(node, "code");
  const message = memberOf(node, "message");
  if (message && code?.type === "Literal" && SHOWN.has(String(code.value))) yield message;
}

describe("what the API says to people", () => {
  const files = ["workers", "durable-objects"].flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  const parsed = files.flatMap((file) => {
    if (FOR_PROGRAMS.test(file) || file === EXAMPLES) return [];
    const source = readFileSync(ROOT + file, "utf8");
    if (
      !/Error\(|TaskFailure\(|(invalidState|refusal|fieldConflict|errorAbout|refine|regex)\(|message:|reason:/.test(
        source,
      )
    )
      return [];
    return [{ file, source, nodes: [...nodesIn(parseSync(file, source).program)] }];
  });
  const sentences = parsed.flatMap(({ file, source, nodes }) =>
    nodes
      .flatMap((node) => [...messagesOf(node, file)])
      .flatMap((node) => said(node, source))
      .flatMap((text) => (text === null ? [] : (MADE_OF_PARTS[text] ?? [text])))
      .map((text) => ({ file, text })),
  );
  // One that a variable holds is written out where the variable gets it; answers of the tests are checked as well.
  const reasons = parsed.flatMap(({ file, source, nodes }) =>
    nodes
      .flatMap((node) => [...reasonsOf(node)])
      .filter(
        ({ type, value }) => type === "TemplateLiteral" || (type === "Literal" && typeof value === "string"),
      )
      .flatMap((node) => said(node, source))
      .map((text) => ({ file, text: text ?? "" })),
  );

  test("is found in the sources", () => {
    expect(sentences.length).toBeGreaterThan(120);
    expect(sentences.map(({ text }) => text)).toContain("the alert is over");
    expect(reasons.length).toBeGreaterThan(100);
  });

  test("has a code where a field is at fault", () => {
    expect(reasons.filter(({ text }) => codeOf(text).code === "other")).toEqual([]);
  });

  test("stands in the list, so that Chinese readers are told in Chinese", () => {
    expect(sentences.filter(({ text }) => find(text) === null)).toEqual([]);
  });
});
