import { listQuality } from "./list.ts";
import { showQualityReport } from "./show-report.ts";
import { showQualityTrend } from "./show-trend.ts";

export const qualityOperations = [listQuality, showQualityTrend, showQualityReport] as const;
