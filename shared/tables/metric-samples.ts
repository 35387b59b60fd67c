/** The platform's metrics over time. */
import { z } from "zod";
import { column, instant, type RowOf, word } from "./column.ts";
import { defineTable } from "./table.ts";

export const metricSamples = defineTable({
  name: "metric_samples",
  comment: "Metrics of the platform, one row for each series and reading, every five minutes; 90 days",
  columns: {
    name: word("name of the metric"),
    labels: word('its labels in the order of their names, as name="value"; empty without one'),
    at: instant("when it was read"),
    value: column("Float64", z.number(), "the value; a counter grows until its source is reset"),
  },
});

export type MetricSampleRow = RowOf<typeof metricSamples.columns>;
