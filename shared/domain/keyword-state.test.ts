import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { KeywordState } from "../contracts/platform.ts";
import { KEYWORD_ACTIONS, KEYWORD_STATES } from "../contracts/vocabulary.ts";
import { PICK_ORDER, possibleActions, stateAfter, stateWhenDue } from "./keyword-state.ts";

const facts = fc.record({
  state: fc.constantFrom(...KEYWORD_STATES),
  deleted: fc.boolean(),
  hasSavedPages: fc.boolean(),
});

test("an action leads to a state that nobody holds, or nowhere", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...KEYWORD_ACTIONS), (item, action) => {
      const state = stateAfter(action, item);
      if (state === null) return;
      expect(KEYWORD_STATES).toContain(state);
      // Work is queued by dispatch and run by a claim, never by a person's word.
      if (action !== "restore") expect(["queued", "running"]).not.toContain(state);
      if (state === "partial" && item.state !== "partial") expect(item.hasSavedPages).toBe(true);
    }),
  );
});

test("a deleted keyword can be restored and nothing else; any other can be deleted", () => {
  fc.assert(
    fc.property(facts, (item) => {
      const actions = possibleActions(item);
      if (item.deleted) expect(["restore", undefined]).toContain(actions[0]);
      else expect(actions).toContain("delete");
      expect(actions.includes("restore") && actions.length > 1).toBe(false);
    }),
  );
});

test("every state but done has a way out for a person, and every deleted one a way back", () => {
  for (const state of KEYWORD_STATES) {
    const actions = possibleActions({ state, deleted: false, hasSavedPages: true });
    expect(actions.length, state).toBeGreaterThan(2);
    const afterDelete = stateAfter("delete", { state, deleted: false, hasSavedPages: true });
    if (afterDelete === null) throw new Error(`${state} cannot be deleted`);
    expect(stateAfter("restore", { state: afterDelete, deleted: true, hasSavedPages: true })).toBe(
      afterDelete,
    );
  }
});

describe("table", () => {
  const led = (action: (typeof KEYWORD_ACTIONS)[number], state: KeywordState, hasSavedPages = false) =>
    stateAfter(action, { state, deleted: false, hasSavedPages });

  test.each([
    ["pause", "running", "paused"],
    ["pause", "paused", null],
    ["resume", "paused", "pending"],
    ["resume", "failed", null],
    ["retry", "blocked", "pending"],
    ["retry", "done", null],
    ["restart", "done", "pending"],
    ["skip", "done", null],
    ["skip", "blocked", "done"],
    ["run", "done", "pending"],
    ["run", "failed", "failed"],
    ["run", "queued", null],
    ["run", "paused", null],
  ] as const)("%s from %s gives %s", (action, from, to) => {
    expect(led(action, from)).toBe(to);
  });

  test("what has saved pages goes on where it was", () => {
    expect(led("resume", "paused", true)).toBe("partial");
    expect(led("retry", "failed", true)).toBe("partial");
    expect(led("restart", "partial", true)).toBe("pending");
    expect(led("delete", "running", true)).toBe("partial");
  });
});

test("whatever waits for a due time is picked when it comes", () => {
  for (const state of ["partial", "failed", "pending", "done"] as const) {
    expect(PICK_ORDER).toContain(stateWhenDue(state));
  }
});
