/** Says the kind of a task as the program names it for people. */
import { useQuery } from "@tanstack/react-query";
import { taskKinds } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";

/** @returns gives the title of a kind; its name until the titles are loaded, and of a kind that is no more */
export function useKindTitle(): (name: string) => string {
  const { language } = useTexts();
  const { data } = useQuery(taskKinds);
  return (name) => {
    const title = data?.items.find((kind) => kind.name === name)?.title;
    return title?.[language === "zh-CN" ? "zh" : "en"] ?? name;
  };
}
