/** Answers the questions of `tests/edge/chaos-worker.ts` on the test's side; each system has one server. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `message`: a queue delivers. `fetched`: a list page was fetched. `accepted`: rows are durable, the checkpoint has
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
  /** An accepted batch has this data type. */
  type?: string;
  queue?: string;
  bodies?: unknown[];
};

export interface Held {
  /** Resolves when the Worker waits at the point. */
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

  /** The first judge that returns a verdict decides; without one the answer is go. */
  function judge(point: ChaosPoint, decide: Judge): void {
    judges.set(point, [...(judges.get(point) ?? []), decide]);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    judge,
    /** Holds the first matching call that reaches a point. */
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
    /** Answers every question with go from now on, the open ones too. */
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
