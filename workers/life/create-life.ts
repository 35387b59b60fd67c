/** The life of postings, for the API and the schedule. */
import { type LifeReport, type LifeServices, refreshLife } from "./refresh-life.ts";

export interface JobLives {
  /**
   * @param owner of the lock: the request's id
   * @param force also when nothing is known to have come in
   */
  refresh(owner: string, force?: boolean): Promise<LifeReport>;
  /** What was stored before this moment, Unix ms, was looked at; null before the first pass. */
  asOf(): Promise<number | null>;
}

export const createJobLives = (services: LifeServices): JobLives => ({
  refresh: (owner, force) => refreshLife(services, owner, force),
  asOf: async () => (await services.store.read())?.startedAt ?? null,
});
