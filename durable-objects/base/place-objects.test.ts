import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { ingestLedger } from "../ingest-ledger/client.ts";
import { keywordLedger } from "../keyword-ledger/client.ts";
import { lock } from "../lock/client.ts";
import { platformGate } from "../platform-gate/client.ts";
import { placeObjects } from "./place-objects.ts";

/** Records the hint of each stub that is made. */
function recordedEnv() {
  const hints: (string | undefined)[] = [];
  const record = <T extends DurableObjectNamespace>(namespace: T): T =>
    new Proxy(namespace, {
      get(target, name) {
        if (name === "get" || name === "getByName") {
          return (id: never, options?: DurableObjectNamespaceGetDurableObjectOptions) => {
            hints.push(options?.locationHint);
            return target[name](id, options);
          };
        }
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  const recorded = {
    ...env,
    KEYWORD_LEDGER: record(env.KEYWORD_LEDGER as never),
    INGEST_LEDGER: record(env.INGEST_LEDGER as never),
    PLATFORM_GATE: record(env.PLATFORM_GATE as never),
    LOCK: record(env.LOCK as never),
  } as unknown as Env;
  return { recorded, hints };
}

test("every object is created in the region of the setting, and works there", async () => {
  const { recorded, hints } = recordedEnv();
  const placed = placeObjects(recorded, "apac");
  expect(await keywordLedger(placed, "qcwy", 0).dispatch()).toEqual({ queued: 0 });
  expect(await ingestLedger(placed.INGEST_LEDGER).sweepCursor()).toBeNull();
  expect(await platformGate(placed, "qcwy").status()).toMatchObject({ breaker: "closed" });
  expect(await lock(placed, "here").status()).toBeNull();
  expect(hints).toEqual(["apac", "apac", "apac", "apac"]);
});

test("without the setting Cloudflare chooses", async () => {
  const { recorded, hints } = recordedEnv();
  await keywordLedger(placeObjects(recorded, undefined), "qcwy", 0).dispatch();
  expect(hints).toEqual([undefined]);
});
