import { describe, expect, test } from "vitest";
import { isOwnOrigin, liveUpgrade } from "./upgrade.ts";

describe("the upgrade", () => {
  const OWN = ["https://dashboard.test", "https://api.dashboard.test"];
  test.each([
    [null, true],
    ["https://dashboard.test", true],
    ["https://evil.test", false],
    ["https://dashboard.test.evil.test", false],
    ["http://dashboard.test", false],
    ["null", false],
  ])("from %s: %s", (origin, allowed) => {
    expect(isOwnOrigin(origin, OWN)).toBe(allowed);
  });

  test("is refused for another site's page, and for what is no feed it is no upgrade", async () => {
    const ask = (path: string, headers: Record<string, string>, isAllowed = true) =>
      liveUpgrade(
        new Request(`https://api.test${path}`, { headers }),
        "https://dashboard.test",
        () => ({ fetch: async () => new Response("reached") }),
        async () => isAllowed,
      );
    const upgrade = { upgrade: "websocket" };
    expect((await ask("/api/v1/live/tasks", { ...upgrade, origin: "https://evil.test" }))?.status).toBe(403);
    const own = await ask("/api/v1/live/tasks", { ...upgrade, origin: "https://dashboard.test" });
    expect(await own?.text()).toBe("reached");
    expect((await ask("/api/v1/live/tasks", upgrade, false))?.status, "too many tries").toBe(429);
    expect(await ask("/api/v1/live/other", upgrade)).toBeNull();
    expect(await ask("/api/v1/tasks", upgrade)).toBeNull();
    expect(await ask("/api/v1/live/tasks", {})).toBeNull();
  });
});
