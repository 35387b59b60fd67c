import { expect, test } from "vitest";
import { Rig } from "../../tests/edge/keyword-ledger/rig.ts";

test("a keyword tells its nearest blocker", async () => {
  const rig = await Rig.start();
  const make = async (keyword: string, priority: number) => {
    rig.now += 1;
    const item = { platform: "qcwy", keyword, city: "北京", channel: "web", priority } as const;
    const [made] = await rig.api.create([item], "user:1");
    return made?.id as string;
  };
  const ids: string[] = [];
  // More than the window holds.
  for (let n = 0; n < 14; n++) ids.push(await make(`k${n}`, 5));
  const last = ids.at(-1) as string;
  const window = (await rig.api.stats()).states.queued;
  expect(window).toBeLessThan(ids.length);
  expect(await rig.api.why(last)).toMatchObject({ blocker: "position", position: ids.length - 1 });
  const urgent = await make("urgent", 10);
  expect(await rig.api.why(urgent)).toMatchObject({ blocker: "position", position: window });
  expect(await rig.api.why(ids[0] as string)).toMatchObject({ blocker: "queued", position: 0 });
  const [claim] = await rig.api.claim("lane", 1);
  const id = claim?.keyword_id as string;
  expect(await rig.api.why(id)).toMatchObject({
    blocker: "running",
    waits_for: ["lane"],
    until: claim?.lease_until,
  });
  const resume_at = rig.now + 60_000;
  await rig.api.settle(id, claim?.fence as number, { kind: "yield", reason: "breaker", resume_at });
  expect(await rig.api.why(id)).toMatchObject({ blocker: "breaker", until: resume_at });
  await rig.api.act(last, "pause", "user:1");
  expect(await rig.api.why(last)).toMatchObject({ blocker: "paused" });
  expect(await rig.api.why("no such")).toBeNull();
});
