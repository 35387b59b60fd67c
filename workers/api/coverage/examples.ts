import { COVERAGE_METHOD } from "../../../shared/domain/capture-recapture.ts";

export const exampleCard = {
  from: "2026-10-24",
  to: "2026-11-22",
  method: COVERAGE_METHOD,
  as_of: 1_795_300_000_000,
};

export const exampleFigures = {
  platform: "qcwy" as const,
  held: 4120,
  keywords: 118,
  recaptures: 2310,
  estimate: { total: 4600, low: 4350, high: 4900, share: 4120 / 4600 },
  reason: null,
  sampled: 1,
};
