import type { Sample } from "../../../shared/contracts/metrics.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { UPLOAD_CONDITIONS } from "../../../shared/domain/upload-watch.ts";
import { type MetricServices, sample, secondsSince } from "../metric-services.ts";

/** Findings of one reading; more are told as truncated. */
const MAX_FINDINGS = 500;

/** Reads what is known of the stored rows; D1 alone is asked. */
export async function readData({
  jobFacts,
  figures,
  quality,
  dictionaries,
  clock,
}: MetricServices): Promise<Sample[]> {
  const [asOf, check, [day], proposed] = await Promise.all([
    jobFacts.asOf(),
    figures.lastCheck(),
    quality.reportDays(1),
    dictionaries.proposed(),
  ]);
  const report = day === undefined ? null : await quality.report(day);
  return [
    ...(asOf === null ? [] : [sample("jobdata_facts_age_seconds", secondsSince(asOf, clock.now()))]),
    sample("jobdata_figure_differences", check.differences.length),
    ...PLATFORMS.map((platform) =>
      sample(
        "jobdata_dictionaries_waiting",
        proposed.filter((version) => version.platform === platform).length,
        { platform },
      ),
    ),
    ...(report === null
      ? []
      : PLATFORMS.map((platform) =>
          sample(
            "jobdata_quality_fields_off",
            report.off.filter((cell) => cell.platform === platform).length,
            { platform },
          ),
        )),
  ];
}

/** Counts the open findings about uploads. */
export async function readUploads({ findings }: MetricServices): Promise<Sample[]> {
  const open = await findings({ open: true }, MAX_FINDINGS);
  return [
    ...UPLOAD_CONDITIONS.map((kind) =>
      sample("jobdata_upload_findings", open.filter((finding) => finding.kind === kind).length, { kind }),
    ),
    ...(open.length === MAX_FINDINGS ? [sample("jobdata_scrape_truncated", 1, { part: "uploads" })] : []),
  ];
}
