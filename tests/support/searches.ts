/** Short functions for tests make a search, add some, and wait for them. */
import type { KeywordEvent, NewKeyword } from "../../shared/contracts/keyword.ts";
import type { KeywordState, Platform } from "../../shared/contracts/platform.ts";
import type { Operations } from "./operations.ts";
import { until } from "./until.ts";

export const search = (platform: Platform, keyword: string, city = "上海"): NewKeyword => ({
  platform,
  keyword,
  city,
  channel: "web",
  priority: 5,
});

/** @returns the ids, in the order of `items` */
export async function add(system: Operations, ...items: NewKeyword[]): Promise<string[]> {
  return (await system.add(items)).items.map(({ id }) => id);
}

export async function addOne(system: Operations, item: NewKeyword): Promise<string> {
  const [id] = await add(system, item);
  if (id === undefined) throw new Error(`${item.keyword} was not added`);
  return id;
}

export async function reached(system: Operations, state: KeywordState, ...ids: string[]): Promise<void> {
  await until(`${ids.length} keywords to be ${state}`, async () => {
    const keywords = await Promise.all(ids.map(async (id) => (await system.detail(id)).keyword));
    const rest = keywords.filter((keyword) => keyword.state !== state);
    if (rest.length > 0) throw new Error(rest.map((one) => `${one.keyword} ${one.state}`).join(", "));
    return true;
  });
}

/** Reads the timeline, oldest event first. */
export async function history(system: Operations, id: string): Promise<KeywordEvent[]> {
  return (await system.events(id)).reverse();
}

export const typesOf = (events: readonly KeywordEvent[]): string[] => events.map(({ type }) => type);
