/** Says a value of the filter of a bulk action: the state of a task and that of a keyword have words of their own. */
import {
  JOB_PAIR_KINDS,
  KEYWORD_STATES,
  TASK_QUEUES,
  TASK_STATES,
} from "../../../../shared/contracts/vocabulary.ts";
import { TASK_QUEUE_WORDS, TASK_STATE_WORDS } from "../../../../shared/words/task-words.ts";
import type { BulkActionView } from "../../api/bulk-actions.ts";
import { formatPercent } from "../../format/numbers.ts";
import { formatDateTime } from "../../format/times.ts";
import type { Translate } from "../../i18n/texts.ts";
import { readOneOf } from "../search-values.ts";
import type { texts } from "./texts.ts";

type Noun = BulkActionView["noun"];
const PAIR_KINDS = [...JOB_PAIR_KINDS, "form", "no_form", "place", "short"] as const;
const ROW_KINDS = ["job", "job_detail", "company"] as const;

/** @returns null for a value that is shown as it is, such as a city */
export function filterValue(
  noun: Noun,
  field: string,
  value: unknown,
  t: Translate<(typeof texts)["en"]>,
  language: string,
): string | null {
  const short = language === "zh-CN" ? "zh" : "en";
  if (typeof value === "boolean") return value ? t("bulk-actions.yes") : null;
  if (typeof value === "number") {
    if (field === "min_score") return formatPercent(value, language);
    return field === "dead_before" ? formatDateTime(value, language) : null;
  }
  switch (field) {
    case "state": {
      const task = noun === "tasks" ? readOneOf(value, TASK_STATES) : undefined;
      if (task) return TASK_STATE_WORDS[short][task];
      const keyword = readOneOf(value, KEYWORD_STATES);
      return keyword ? t(`state.${keyword}`) : null;
    }
    case "queue": {
      const queue = readOneOf(value, TASK_QUEUES);
      return queue ? TASK_QUEUE_WORDS[short][queue] : null;
    }
    case "data_type": {
      const type = readOneOf(value, ROW_KINDS);
      return type ? t(`bulk-actions.dataType.${type}`) : null;
    }
    case "kind": {
      const kind = noun === "tasks" ? undefined : readOneOf(value, PAIR_KINDS);
      return kind ? t(`bulk-actions.pairKind.${kind}`) : null;
    }
    default:
      return null;
  }
}
