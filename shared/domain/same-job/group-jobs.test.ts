/** Groups of sure pairs: best first, never a chain of what differs, and decisions of people first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type GroupMember, groupJobs, type SurePair } from "./group-jobs.ts";

const member = (id: string, over: Partial<GroupMember> = {}): GroupMember => ({
  ...{ id, firm: `firm ${id}`, company: "1", brand: "悠享", place: "深圳", trade: "科技", branch: "" },
  ...{ district: "宝安", experience: "", degree: "", marks: [], sketch: [] },
  ...{ salaryLow: 10_000, salaryHigh: 20_000, firstSeen: Number(id) },
  ...over,
});
const pair = (a: string, b: string, score = 0.9, isDecided = false): SurePair => ({ a, b, score, isDecided });

test("joins pairs to groups, the posting that was seen first in front", () => {
  const members = ["1", "2", "3", "4", "5"].map((id) => member(id, id === "3" ? { firstSeen: 0 } : {}));
  expect(groupJobs(members, [pair("1", "2"), pair("2", "3"), pair("4", "5")], [])).toEqual({
    groups: [
      ["3", "1", "2"],
      ["4", "5"],
    ],
    held: [],
  });
});

test("a posting that does not say joins one side of what differs: the better one", () => {
  const members = [member("1"), member("2", { district: "" }), member("3", { district: "南山" })];
  const { groups, held } = groupJobs(members, [pair("1", "2", 0.8), pair("2", "3", 0.9)], []);
  expect(groups).toEqual([["2", "3"]]);
  expect(held).toEqual([{ a: "1", b: "2" }]);
});

/** What A and C differ in, and what B, which both are like, leaves out. */
test.each<[what: string, a: Partial<GroupMember>, bridge: Partial<GroupMember>, c: Partial<GroupMember>]>([
  ["trade", { trade: "科技" }, { trade: "" }, { trade: "餐饮" }],
  ["place", { place: "深圳" }, { place: "" }, { place: "广州" }],
  ["branch", { branch: "1店" }, { branch: "1店" }, { branch: "2店" }],
  ["branch that one does not name", { branch: "" }, { branch: "" }, { branch: "2店" }],
  ["district", { district: "宝安" }, { district: "" }, { district: "南山" }],
  ["experience", { experience: "1-3" }, { experience: "" }, { experience: "5-10" }],
  ["degree", { degree: "bachelor" }, { degree: "" }, { degree: "master" }],
  ["code in the title", { marks: ["cj1", "r1"] }, { marks: [] }, { marks: ["cj2", "r1"] }],
  ["text", { sketch: [1, 2, 3] }, { sketch: [] }, { sketch: [4, 5, 6] }],
])("a posting between two does not join them where they differ in %s", (_, a, bridge, c) => {
  const unlike = (company: string, over: Partial<GroupMember>) => ({ company, ...over });
  const members = [
    member("1", unlike("1", a)),
    member("2", unlike("2", bridge)),
    member("3", unlike("3", c)),
  ];
  const { groups, held } = groupJobs(members, [pair("1", "2"), pair("2", "3", 0.8)], []);
  expect(groups).toEqual([["1", "2"]]);
  expect(held).toEqual([{ a: "2", b: "3" }]);
  const agreed = [member("1", unlike("1", a)), member("2", unlike("2", bridge)), member("3", unlike("3", a))];
  expect(groupJobs(agreed, [pair("1", "2"), pair("2", "3", 0.8)], []).groups).toEqual([["1", "2", "3"]]);
});

test("an unknown company id is not one company, a known one is", () => {
  const named = (id: string, firm: string) => member(id, { firm, company: id, brand: id, branch: id });
  expect(groupJobs([named("1", ""), named("2", "")], [pair("1", "2")], []).groups).toEqual([]);
  expect(groupJobs([named("1", "f"), named("2", "f")], [pair("1", "2")], []).groups).toEqual([["1", "2"]]);
});

test("salaries do not drift along a chain", () => {
  const members = [10_000, 11_500, 13_200, 15_200].map((low, at) =>
    member(String(at), { salaryLow: low, salaryHigh: low }),
  );
  const { groups, held } = groupJobs(members, [pair("0", "1"), pair("1", "2"), pair("2", "3")], []);
  expect(groups).toEqual([
    ["0", "1"],
    ["2", "3"],
  ]);
  expect(held).toEqual([{ a: "1", b: "2" }]);
});

test("people decide first: same joins what the rules hold back, different keeps apart whatever joins", () => {
  const members = [member("1"), member("2", { district: "南山" }), member("3")];
  expect(groupJobs(members, [pair("1", "2", 0, true)], []).groups).toEqual([["1", "2"]]);
  const { groups, held } = groupJobs(members, [pair("1", "3", 0.9)], [{ a: "3", b: "1" }]);
  expect(groups).toEqual([]);
  // The pair was decided, so that it needs no review.
  expect(held).toEqual([]);
  const through = groupJobs(
    [member("1"), member("2"), member("3")],
    [pair("1", "2", 0.9), pair("2", "3", 0.8)],
    [{ a: "1", b: "3" }],
  );
  expect(through).toEqual({ groups: [["1", "2"]], held: [{ a: "2", b: "3" }] });
});

test("all postings of a group agree, and nobody is in two, whatever the pairs are", () => {
  const anyMember = fc.record({
    district: fc.constantFrom("", "宝安", "南山"),
    salaryLow: fc.constantFrom(0, 8000, 9000, 12_000),
    place: fc.constantFrom("", "深圳", "广州"),
  });
  const pairs = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.double({ min: 0, max: 1, noNaN: true })), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(fc.array(anyMember, { minLength: 12, maxLength: 12 }), pairs, (given, edges) => {
      const members = given.map((over, at) =>
        member(String(at), { ...over, company: `${at}`, salaryHigh: over.salaryLow }),
      );
      const sure = edges.map(([a, b, score]) => pair(String(a), String(b), score));
      const { groups } = groupJobs(members, sure, []);
      const ids = groups.flat();
      expect(new Set(ids).size).toBe(ids.length);
      for (const group of groups) {
        const all = group.map((id) => members[Number(id)] as GroupMember);
        for (const name of ["district", "place"] as const)
          expect(new Set(all.map((one) => one[name]).filter(Boolean)).size).toBeLessThanOrEqual(1);
        const paid = all.map(({ salaryLow }) => salaryLow).filter((low) => low > 0);
        if (paid.length > 0) expect(Math.max(...paid)).toBeLessThanOrEqual(1.2 * Math.min(...paid));
      }
    }),
  );
});
