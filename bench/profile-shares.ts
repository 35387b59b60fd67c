/** Divides a CPU profile of the Worker among the parts of the product that its stacks name. */
import type { CpuProfile } from "./inspector.ts";

/** Function -> part; the innermost function of a stack that is listed here names the sample's part. */
const PARTS: Record<string, string> = {
  prepareBatch: "rows: parse, hash, lines",
  parseJob: "rows: parse, hash, lines",
  parseCompany: "rows: parse, hash, lines",
  rowHash: "rows: parse, hash, lines",
  textHash: "rows: parse, hash, lines",
  jobLine: "rows: parse, hash, lines",
  rawLine: "rows: parse, hash, lines",
  companyLine: "rows: parse, hash, lines",
  "#add": "rows: parse, hash, lines",
  push: "upload: find rows in the bytes",
  readBody: "upload: read and digest the body",
  "#flush": "upload: lay parts down",
  registerUpload: "IngestLedger.register",
  readList: "answer: JSON.parse, check",
  listRequest: "request: sign",
  fetchByHttp: "fetch",
  put: "R2 put",
  register: "IngestLedger.register",
  takeGroup: "ingest consumer",
  saveProgress: "KeywordLedger.saveProgress",
  claim: "KeywordLedger.claim, settle",
  settle: "KeywordLedger.claim, settle",
  exchange: "gate",
  persist: "gate",
  openGroup: "ingest consumer",
  selectRows: "ingest consumer",
  linesByTable: "ingest consumer",
  insertLines: "ingest consumer",
  check: "SeenIndex",
  mark: "SeenIndex",
  servicesOf: "services",
};
const OTHER = "other";
/**
 * The profiler takes no samples while the isolate waits or the machine is busy elsewhere: a time between two
 * samples that is far above the interval is not CPU of what happened to run next.
 */
const MAX_SAMPLE_US = 2000;

/** Milliseconds of CPU per page of each part, greatest first; idle time is left out. */
export function cpuShares(profile: CpuProfile, pages: number): string[] {
  const partOf = partsOfNodes(profile);
  const us = new Map<string, number>();
  profile.samples.forEach((node, index) => {
    const part = partOf.get(node) ?? OTHER;
    us.set(part, (us.get(part) ?? 0) + Math.min(profile.timeDeltas[index] ?? 0, MAX_SAMPLE_US));
  });
  us.delete("(idle)");
  return [...us]
    .sort(([, a], [, b]) => b - a)
    .map(([part, time]) => `${part} ${(time / 1000 / pages).toFixed(2)} ms`);
}

function partsOfNodes({ nodes }: CpuProfile): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parts = new Map<number, string>();
  const root = nodes[0];
  const queue = root ? [{ node: root, part: OTHER }] : [];
  for (let next = queue.shift(); next; next = queue.shift()) {
    // The bundler numbers names that stand in several files.
    const name = next.node.callFrame.functionName.replace(/\d+$/, "");
    // The engine's entries are (garbage collector), (program), (idle).
    const namedPart = name.startsWith("(") && name !== "(root)" ? name : PARTS[name];
    const part = namedPart ?? next.part;
    parts.set(next.node.id, part);
    for (const id of next.node.children ?? []) {
      const child = byId.get(id);
      if (child) queue.push({ node: child, part });
    }
  }
  return parts;
}
