import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Platform } from "../contracts/platform.ts";
import { maskContacts } from "../domain/mask-contacts.ts";
import bossDetail from "./boss/fixtures/detail.json" with { type: "json" };
import bossList from "./boss/fixtures/list.json" with { type: "json" };
import qcwyList from "./qcwy/fixtures/list.json" with { type: "json" };
import { MASKED, maskRecruiter } from "./recruiter-mask.ts";
import { adapters } from "./registry.ts";
import zhilianDetail from "./zhilian/fixtures/detail.json" with { type: "json" };
import zhilianList from "./zhilian/fixtures/list.json" with { type: "json" };

const ROWS: [string, Platform, object][] = [
  ...bossList.zpData.jobList.map((row, at): [string, Platform, object] => [`boss list ${at}`, "boss", row]),
  ["boss detail", "boss", bossDetail.zpData],
  ...qcwyList.resultbody.job.items.map((row, at): [string, Platform, object] => [
    `qcwy list ${at}`,
    "qcwy",
    row,
  ]),
  ...zhilianList.data.list.map((row, at): [string, Platform, object] => [
    `zhilian list ${at}`,
    "zhilian",
    row,
  ]),
  ["zhilian detail", "zhilian", zhilianDetail.data],
];

/** Never real: what a site could write into each personal field. */
const SECRET = "某某某-SECRET";

/** Personal fields as each site names them. */
const PERSONAL: [Platform, object, object][] = [
  [
    "boss",
    {
      bossName: SECRET,
      bossAvatar: SECRET,
      bossId: 4711,
      encryptBossId: SECRET,
      bossTitle: "招聘经理",
      bossOnline: true,
      imId: SECRET,
      goldHunter: 0,
    },
    {
      bossName: MASKED,
      bossAvatar: MASKED,
      bossId: MASKED,
      encryptBossId: MASKED,
      bossTitle: "招聘经理",
      bossOnline: true,
      imId: MASKED,
      goldHunter: 0,
    },
  ],
  [
    "boss",
    { bossInfo: { name: SECRET, title: "HR", tiny: SECRET, large: SECRET, vip: false, brandName: "示例" } },
    { bossInfo: { name: MASKED, title: "HR", tiny: MASKED, large: MASKED, vip: false, brandName: "示例" } },
  ],
  [
    "qcwy",
    { hrName: SECRET, hrUid: SECRET, smallHrLogoUrl: SECRET, hrPosition: "人事", hrLabels: ["回复快"] },
    { hrName: MASKED, hrUid: MASKED, smallHrLogoUrl: MASKED, hrPosition: "人事", hrLabels: ["回复快"] },
  ],
  [
    "zhilian",
    {
      staffCard: {
        id: 123,
        staffName: SECRET,
        hrJob: "人事经理",
        avatar: SECRET,
        hrOnlineState: "在线",
        chat: { id: SECRET },
        fresh: SECRET,
      },
      staffId: 123,
    },
    {
      staffCard: {
        id: MASKED,
        staffName: MASKED,
        hrJob: "人事经理",
        avatar: MASKED,
        hrOnlineState: "在线",
        chat: MASKED,
        fresh: MASKED,
      },
      staffId: MASKED,
    },
  ],
  [
    "zhilian",
    { detailedPosition: { staff: { staffName: SECRET, hrJob: "HR" }, contactPhone: "0755-12345678" } },
    { detailedPosition: { staff: { staffName: MASKED, hrJob: "HR" }, contactPhone: MASKED } },
  ],
  ["qcwy", { contact: SECRET, phone: "", email: null }, { contact: MASKED, phone: "", email: null }],
];

describe("personal fields", () => {
  test.each(PERSONAL)("of %s: %j", (platform, raw, masked) => {
    const before = structuredClone(raw);
    expect(maskRecruiter(platform, raw)).toEqual(masked);
    expect(raw).toEqual(before);
    expect(JSON.stringify(maskRecruiter(platform, raw))).not.toContain("SECRET");
  });

  test("are found at any depth", () => {
    const nested = fc.array(fc.oneof(fc.constant("list"), fc.stringMatching(/^[a-z]{1,8}$/)), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(nested, fc.constantFrom(...PERSONAL), (path, [platform, raw]) => {
        const wrapped = path.reduce<unknown>(
          (inner, step) => (step === "list" ? [inner] : { [step]: inner }),
          raw,
        );
        expect(JSON.stringify(maskRecruiter(platform, wrapped))).not.toContain("SECRET");
      }),
    );
  });
});

describe("all else", () => {
  test.each(ROWS)("of %s is read as before", (_, platform, row) => {
    const masked = maskRecruiter(platform, row);
    expect(adapters[platform].parseJob(masked)).toEqual(adapters[platform].parseJob(row));
  });

  test("contacts inside a description go, the description stays", () => {
    const raw = { jobId: "13800138000", jobDescribe: "五险一金，微信：abc_123，电话13800138000" };
    expect(maskRecruiter("qcwy", raw)).toEqual({
      jobId: "13800138000",
      jobDescribe: "五险一金，微信：***，电话***",
    });
  });

  test("fields named like those that every object has are fields like others", () => {
    const raw = JSON.parse('{"constructor":{"x":1},"toString":"y","__proto__":{"z":2}}');
    expect(JSON.stringify(maskRecruiter("boss", raw))).toBe(JSON.stringify(raw));
  });

  test("any JSON keeps its shape, names of members that are contacts are masked", () => {
    const shape = (value: unknown, named: (name: string) => string): unknown =>
      Array.isArray(value)
        ? value.map((item) => shape(item, named))
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([name, field]) => [named(name), shape(field, named)]),
            )
          : typeof value;
    const masked = (name: string) => maskContacts(name, MASKED);
    const keeps = (raw: unknown, platform: Platform) =>
      expect(shape(maskRecruiter(platform, raw), (name) => name)).toEqual(shape(raw, masked));
    keeps([{ "+@0.00": null }], "boss");
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom<Platform>("boss", "qcwy", "zhilian"), (raw, platform) => {
        keeps(raw, platform);
      }),
    );
  });
});
