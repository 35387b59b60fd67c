/** The dashboard in real browsers, by `npm start`: people and their rights, then a keyword from its creation to its figures. */
import { describe, expect, test } from "vitest";
import { useDashboard } from "./dashboard.ts";
import { keyword } from "./keyword.ts";
import { people } from "./people.ts";

describe("the dashboard", () => {
  const dashboard = useDashboard();

  describe("people", () => people(dashboard));
  describe("a keyword", () => keyword(dashboard));

  test("raised no error in the browsers", () => {
    expect(dashboard.complaints).toEqual([]);
  });

  test("ends every process it started on Ctrl-C", async () => {
    const { stack } = dashboard;
    const workerUrl = `http://127.0.0.1:${stack.ports.worker}/api/v1/health`;
    expect((await fetch(workerUrl)).status).toBe(200);
    stack.kill("SIGINT");
    expect(await stack.ended).toBe(0);
    for (const port of Object.values(stack.ports)) {
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    }
  });
});
