/** The test's side of `tests/edge/chaos-worker.ts`: answers the Worker's questions, one server per system. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `message`: a queue delivers. `fetched`: a list page came. `accepted`: rows are durable, the checkpoint has
 * not moved. `renew`, `settle`: before these calls of the ledger.
 */
export type ChaosPoint = "message" | "fetched" | "accepted" | "renew" | "settle";
/** `drop` and `double` are for messages; `fail` makes the step throw. */
export type ChaosVerdict = "go" | "fail" | "drop" | "double";
export type ChaosDetail = {
  platform?: string;
  keyword?: string;
  page?: number;
  id?: string;
  kind?: string;
  /** Data type of an accepted batch. */
  type?: string;
  queue?: string;
  bodies?: unknown[];
};

export interface Held {
  /** Resolves when the Worker stands at the point. */
  reached: Promise<ChaosDetail>;
  release(verdict?: ChaosVerdict): void;
}

export type Chaos = Awaited<ReturnType<typeof startChaos>>;

type Judge = (detail: ChaosDetail) => ChaosVerdict | Promise<ChaosVerdict> | undefined;

export async function startChaos() {
  const judges = new Map<ChaosPoint, Judge[]>();
  const open = new Set<(verdict: ChaosVerdict) => void>();

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { point, detail } = JSON.parse(body) as { point: ChaosPoint; detail: ChaosDetail };
    for (const judge of judges.get(point) ?? []) {
      const verdict = judge(detail);
      if (verdict !== undefined) return response.end(await verdict);
    }
    response.end("go");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  /** The first judge that has an opinion decides; none: go. */
  function judge(point: ChaosPoint, decide: Judge): void {
    judges.set(point, [...(judges.get(point) ?? []), decide]);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    judge,
    /** Stops the first one that comes to a point. */
    hold(point: ChaosPoint, matches: (detail: ChaosDetail) => boolean): Held {
      const reached = Promise.withResolvers<ChaosDetail>();
      const verdict = Promise.withResolvers<ChaosVerdict>();
      let taken = false;
      open.add(verdict.resolve);
      judge(point, (detail) => {
        if (taken || !matches(detail)) return undefined;
        taken = true;
        reached.resolve(detail);
        return verdict.promise;
      });
      return { reached: reached.promise, release: (answer = "go") => verdict.resolve(answer) };
    },
    /** Peace: every question is answered with go, those left open too. */
    clear() {
      judges.clear();
      for (const answer of open) answer("go");
      open.clear();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
