/** The priorities that a person chooses from (B1). */
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

export function usePriorities(): { value: number; label: string }[] {
  const { t } = useTexts(texts);
  return [
    { value: 0, label: t("keywords.priorityLow") },
    { value: 5, label: t("keywords.priorityNormal") },
    { value: 8, label: t("keywords.priorityHigh") },
    { value: 10, label: t("keywords.priorityUrgent") },
  ];
}
