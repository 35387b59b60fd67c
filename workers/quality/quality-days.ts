/** Reads the measured days from ClickHouse. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { QualityDay } from "../../shared/domain/quality/baselines.ts";
import { qualityPerDay } from "../../shared/tables/quality.ts";
import { selectList, storedRowSchema } from "../../shared/tables/table.ts";
import type { Ask } from "../clickhouse/ask.ts";

const { measured_at: _measuredAt, ...COLUMNS } = qualityPerDay.columns;
const Row = storedRowSchema(COLUMNS);

export interface DaysFilter {
  /** Days of China, YYYY-MM-DD, both included. */
  from: string;
  to: string;
  dataType?: string;
  platform?: Platform;
  channel?: string;
  field?: string;
}

/** @returns the days in their order */
export function readQualityDays(
  ask: Ask,
  { from, to, dataType, platform, channel, field }: DaysFilter,
): Promise<QualityDay[]> {
  const conditions = ["q.day >= {from:Date}", "q.day <= {to:Date}"];
  const params: Record<string, string> = { from, to };
  for (const [name, value] of Object.entries({ data_type: dataType, platform, channel, field })) {
    if (value === undefined) continue;
    conditions.push(`q.${name} = {${name}:String}`);
    params[name] = value;
  }
  const sql = `SELECT ${selectList(COLUMNS, "q")} FROM quality_per_day AS q FINAL
    WHERE ${conditions.join(" AND ")} ORDER BY q.data_type, q.platform, q.channel, q.field, q.day`;
  return ask(sql, Row, params);
}
