/** Counts the postings of a city, page by page. */
import { z } from "zod";
import { Count } from "../../../workers/clickhouse/query.ts";
import { defineTaskKind } from "../../../workers/tasks/kind.ts";

const Row = z.object({ n: Count });
const Cursor = z.object({ next: z.number(), found: z.number() });

export const countCities = defineTaskKind<{ cities: string[] }, z.infer<typeof Cursor>>({
  name: "data.count-cities",
  queue: "data_sync",
  needs: [{ route: "GET /api/v1/jobs", scope: "read" }],
  title: { en: "Count postings of cities", zh: "统计城市职位数" },
  input: z.strictObject({ cities: z.array(z.string().min(1).max(40)).min(1).max(500) }),
  async run({ input, services, resumed, progress, checkpoint }) {
    let { next, found } = resumed ? Cursor.parse(resumed.cursor) : { next: 0, found: 0 };
    for (; next < input.cities.length; next++) {
      const city = input.cities[next] ?? "";
      const [row] = await services.ask("SELECT count() AS n FROM job_facts WHERE city = {city:String}", Row, {
        city,
      });
      found += row?.n ?? 0;
      progress(next + 1, input.cities.length, city);
      await checkpoint({ next: next + 1, found });
    }
    return { found };
  },
});
