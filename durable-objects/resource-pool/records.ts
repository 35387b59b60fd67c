/** How people create, list, change and delete resources. */
import type {
  NewResource,
  PoolResult,
  Resource,
  ResourceFields,
  ResourceFilter,
  SealedSecret,
} from "../../shared/contracts/resource-pool.ts";
import { NEW_LIVE_STATE, released, resetForNewSecret, unquarantined } from "./rules.ts";
import { type Entry, entries, find, save, toResource } from "./table.ts";

const refused = (code: "not_found" | "invalid_state" | "conflict", message: string) =>
  ({ ok: false, code, message }) as const;

const findDuplicate = (sql: SqlStorage, { fingerprint, id }: { fingerprint: string; id: string }) =>
  entries(sql, "fingerprint = ? AND deleted_at IS NULL AND id <> ?", fingerprint, id).next().value ?? null;

export function create(sql: SqlStorage, item: NewResource, now: number) {
  const duplicate: Entry | null = findDuplicate(sql, item);
  if (duplicate) return { id: duplicate.id, result: "exists" as const };
  save(sql, { ...item, seq: 0, live: NEW_LIVE_STATE, created_at: now, updated_at: now, deleted_at: null });
  return { id: item.id, result: "created" as const };
}

function matches(resource: Resource, { state, search }: ResourceFilter): boolean {
  if (state !== undefined && resource.state !== state) return false;
  if (search === undefined) return true;
  const host = "host" in resource.spec ? resource.spec.host : "";
  return [resource.name, host, resource.note].some((text) =>
    text.toLowerCase().includes(search.toLowerCase()),
  );
}

/** Lists resources newest first. */
export function list(
  sql: SqlStorage,
  filter: ResourceFilter,
  limit: number,
  beforeSeq: number,
  now: number,
): Resource[] {
  const found: Resource[] = [];
  const rows = entries(
    sql,
    `seq < ?1 AND (?2 OR deleted_at IS NULL) AND (?3 IS NULL OR platforms = '[]' OR instr(platforms, ?3) > 0)
     ORDER BY seq DESC`,
    beforeSeq,
    filter.include_deleted ? 1 : 0,
    filter.platform === undefined ? null : JSON.stringify(filter.platform),
  );
  for (const entry of rows) {
    const resource = toResource(entry, now);
    if (matches(resource, filter)) found.push(resource);
    if (found.length >= limit) break;
  }
  return found;
}

/** An entry that is not deleted, or why there is none. */
function findActive(sql: SqlStorage, id: string): PoolResult<Entry> {
  const entry = find(sql, id);
  if (!entry) return refused("not_found", `no record ${id}`);
  if (entry.deleted_at !== null)
    return refused("invalid_state", `${entry.name} is deleted; restore it first`);
  return { ok: true, value: entry };
}

function stored(sql: SqlStorage, entry: Entry, now: number): PoolResult<Resource> {
  const changed = { ...entry, updated_at: now };
  save(sql, changed);
  return { ok: true, value: toResource(changed, now) };
}

export function update(
  sql: SqlStorage,
  id: string,
  change: Partial<ResourceFields>,
  now: number,
): PoolResult<Resource> {
  const found = findActive(sql, id);
  if (!found.ok) return found;
  const before = found.value;
  const after = { ...before, ...change };
  const duplicate: Entry | null = findDuplicate(sql, after);
  if (duplicate) return refused("conflict", `is the same as ${duplicate.name} (${duplicate.id})`);
  const isNew = after.fingerprint !== before.fingerprint || after.sealed !== before.sealed;
  const narrowed = !after.enabled || JSON.stringify(after.platforms) !== JSON.stringify(before.platforms);
  const live = isNew ? resetForNewSecret(before.live) : narrowed ? released(before.live) : before.live;
  return stored(sql, { ...after, live }, now);
}

export function remove(sql: SqlStorage, id: string, now: number): PoolResult<Resource> {
  const found = findActive(sql, id);
  if (!found.ok) return found;
  return stored(sql, { ...found.value, live: released(found.value.live), deleted_at: now }, now);
}

export function restore(sql: SqlStorage, id: string, now: number): PoolResult<Resource> {
  const entry = find(sql, id);
  if (!entry) return refused("not_found", `no record ${id}`);
  if (entry.deleted_at === null) return refused("invalid_state", `${entry.name} is not deleted`);
  const duplicate: Entry | null = findDuplicate(sql, entry);
  if (duplicate) return refused("conflict", `is the same as ${duplicate.name} (${duplicate.id})`);
  return stored(sql, { ...entry, deleted_at: null }, now);
}

export function unquarantine(sql: SqlStorage, id: string, now: number): PoolResult<Resource> {
  const found = findActive(sql, id);
  if (!found.ok) return found;
  return stored(sql, { ...found.value, live: unquarantined(found.value.live) }, now);
}

/** Includes deleted resources, because they may be restored. */
export const notSealedWith = (
  sql: SqlStorage,
  keyId: string,
  limit: number,
  afterSeq: number,
): SealedSecret[] =>
  sql
    .exec<{ seq: number; id: string; sealed: string }>(
      `SELECT seq, id, sealed FROM resources
       WHERE seq > ? AND sealed IS NOT NULL AND instr(sealed, ?) <> 1 ORDER BY seq LIMIT ?`,
      afterSeq,
      `v1.${keyId}.`,
      limit,
    )
    .toArray();

export const reseal = (sql: SqlStorage, id: string, from: string, to: string): number =>
  sql.exec("UPDATE resources SET sealed = ? WHERE id = ? AND sealed = ?", to, id, from).rowsWritten > 0
    ? 1
    : 0;
