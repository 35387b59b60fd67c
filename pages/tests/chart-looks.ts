/** The looks of charts, as tests give them: each colour occurs once. */
import type { ChartLooks } from "../src/charts/looks.ts";

export const looks: ChartLooks = {
  text: "#000001",
  muted: "#000002",
  line: "#000003",
  background: "#000004",
  few: "#abcdef",
  series: ["#112233", "#445566"],
  heat: ["#eeffee", "#003300"],
  heatText: ["#010101", "#fefefe"],
  nameWidth: 100,
};
