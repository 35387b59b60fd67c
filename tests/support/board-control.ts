/** The control API of a job board, typed for tests. */
import type { FaultRule } from "../../local/job-boards/faults.ts";
import type { Mutation, MutationResult } from "../../local/job-boards/inventory.ts";
import type { Statistics } from "../../local/job-boards/statistics.ts";

type Fault = Pick<FaultRule, "kind"> & Partial<FaultRule>;

export function boardControl(url: string) {
  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${url}/__control${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
  return {
    /** Arms one fault. */
    spoil: (fault: Fault) => call<unknown>("POST", "/faults", fault),
    mend: () => call<unknown>("DELETE", "/faults"),
    statistics: () => call<ReturnType<Statistics["read"]>>("GET", "/stats"),
    resetStatistics: () => call<unknown>("DELETE", "/stats"),
    mutate: (mutation: Partial<Mutation>) => call<MutationResult>("POST", "/mutate", mutation),
  };
}
