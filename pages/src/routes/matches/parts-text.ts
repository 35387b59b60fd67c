/** Says how much alike the parts of two postings are. */
import type { PairParts } from "../../../../shared/contracts/job-match.ts";
import { PAIR_PARTS } from "../../../../shared/contracts/vocabulary.ts";
import { formatPercent } from "../../format/numbers.ts";
import type { Translate } from "../../i18n/texts.ts";
import type { texts } from "./job-texts.ts";

/** @returns `Company 100% · District not said`; a part that a posting does not state is negative */
export const partsText = (parts: PairParts, t: Translate<typeof texts.en>, language: string): string =>
  PAIR_PARTS.map(
    (name) =>
      `${t(`job-matches.part.${name}`)} ${parts[name] < 0 ? t("job-matches.unknown") : formatPercent(parts[name], language)}`,
  ).join(" · ");
