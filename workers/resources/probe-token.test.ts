import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import type { BreakerState, PermitReport } from "../../shared/contracts/platform-gate.ts";
import type { FetchResult } from "../../shared/crawl/fetch-result.ts";
import type { RequestSpec } from "../../shared/platforms/adapter.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { probeToken } from "./probe-token.ts";

const TOKEN = { sent_as: "cookie", header_name: "cookie", value: "wt2=abc" } as const;

/** A gate that grants by default and records the reported outcomes. */
function rig(answer: FetchResult, { breaker = "closed" as BreakerState, waitMs = 0 } = {}) {
  const heard: PermitReport[] = [];
  const asked: RequestSpec[] = [];
  let now = 0;
  const gate = {
    status: async () => ({ breaker }) as never,
    reset: async () => ({}) as never,
    giveBack: async () => {},
    exchange: async (reports: PermitReport[], want: number) => {
      heard.push(...reports);
      const granted = want > 0 && waitMs === 0;
      return {
        permits: granted ? ["p1"] : [],
        wait_ms: waitMs,
        breaker,
        ...(waitMs > 0 && { reason: "pace" as const }),
      };
    },
  };
  const probe = () =>
    probeToken(
      {
        config: readConfig(env),
        adapter: adapters.boss,
        gate,
        fetchPage: async (request) => {
          asked.push(request);
          return answer;
        },
        clock: {
          now: () => now,
          sleep: async (ms) => {
            now += ms;
          },
        },
      },
      "boss",
      TOKEN,
    );
  return { probe, heard, asked };
}

const boss = (body: object): FetchResult => ({
  ok: true,
  answer: { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
});

describe("a token's test", () => {
  test("sends one request with the token, under a permit, and tells the gate", async () => {
    const { probe, heard, asked } = rig(
      boss({ code: 0, message: "Success", zpData: { jobList: [], hasMore: false, totalCount: 0 } }),
    );
    const result = await probe();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers).toMatchObject({ cookie: "wt2=abc" });
    expect(result.step).toBe("answer");
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ permit: "p1", outcome: result.outcome });
  });

  test("that ends in a login does not open the breaker for all; any other refusal is told as it is", async () => {
    const refusals = [
      boss({ code: 7, message: "当前登录状态已失效" }),
      boss({ code: 37, message: "您的环境存在异常." }),
    ];
    for (const answer of refusals) {
      const { probe, heard } = rig(answer);
      const { ok, outcome } = await probe();
      expect(ok).toBe(false);
      expect(heard[0]?.outcome).toBe(outcome === "login-needed" ? "past-end" : outcome);
    }
  });

  test("asks nobody without a permit, or while the breaker is not closed", async () => {
    for (const over of [
      { waitMs: 60_000 },
      { breaker: "open" as const },
      { breaker: "half-open" as const },
    ]) {
      const { probe, asked, heard } = rig(boss({}), over);
      expect(await probe()).toMatchObject({ ok: false, step: "permit", outcome: null });
      expect([asked, heard]).toEqual([[], []]);
    }
  });

  test("without an answer is a network error", async () => {
    const { probe, heard } = rig({ ok: false, reason: "no answer within 10000 ms" });
    expect(await probe()).toMatchObject({ ok: false, step: "request", outcome: "network" });
    expect(heard).toMatchObject([{ outcome: "network" }]);
  });
});
