/** Says a cron expression in words. The browser loads the library when it shows the first expression. */
import { queryOptions } from "@tanstack/react-query";

/** @returns null for an expression that the library cannot read */
export const cronWords = (cron: string, language: string) =>
  queryOptions({
    queryKey: ["cron-words", language, cron],
    async queryFn(): Promise<string | null> {
      const isChinese = language.startsWith("zh");
      // One module holds the library and its Chinese words: in the built page, words imported after it were not loaded.
      const { cronstrue } = isChinese
        ? await import("./cronstrue-zh.ts")
        : { cronstrue: (await import("cronstrue")).default };
      try {
        const locale = isChinese ? "zh_CN" : "en";
        return cronstrue.toString(cron, { locale, use24HourTimeFormat: true });
      } catch {
        return null;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
