/** The words of one language: those of the dashboard, and the command line's own. */
import { texts as sharedEn } from "../../../../pages/src/i18n/en-us.ts";
import { texts as reasonsZh } from "../../../../pages/src/i18n/reasons-zh.ts";
import type { SharedTexts, Translate } from "../../../../pages/src/i18n/texts.ts";
import { texts as sharedZh } from "../../../../pages/src/i18n/zh-cn.ts";
import { ALERT_SEVERITY_WORDS, ALERT_STATE_WORDS } from "../../../../shared/words/alert-words.ts";
import { EXPORT_STATE_WORDS } from "../../../../shared/words/export-words.ts";
import { NODE_STATE_WORDS } from "../../../../shared/words/node-words.ts";
import { SLOT_REASON_WORDS, SLOT_WORDS } from "../../../../shared/words/schedule-words.ts";
import {
  RECOVERY_WORDS,
  TASK_PRIORITY_WORDS,
  TASK_QUEUE_WORDS,
  TASK_STATE_WORDS,
} from "../../../../shared/words/task-words.ts";
import { BLOCKER_WORDS, WAIT_WORDS } from "../../../../shared/words/why-words.ts";
import type { WordLanguage } from "../../../../shared/words/words.ts";
import { usageError } from "../exit.ts";
import { CLI_TEXTS } from "./texts.ts";

const SHARED: Record<WordLanguage, SharedTexts> = { en: sharedEn, zh: { ...sharedZh, ...reasonsZh } };

type Values = Record<string, string | number>;

/** @returns the text with its `{{slots}}` filled; a value is never read as a text with slots */
export const fill = (text: string, values: Values = {}): string =>
  text.replace(/\{\{(\w{1,40})\}\}/g, (slot, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : slot,
  );

/** The word for a value of the API; the value itself where this version does not know it. */
export const wordFor = (words: object, value: string): string => {
  const word: unknown = Object.hasOwn(words, value) ? words[value as keyof typeof words] : undefined;
  return typeof word === "string" ? word : value;
};

/** Reads a text by its path, as the dashboard does. */
function translator(texts: SharedTexts): Translate {
  return (path, values) => {
    let node: unknown = texts;
    for (const name of path.split("."))
      node =
        typeof node === "object" && node !== null && Object.hasOwn(node, name)
          ? node[name as never]
          : undefined;
    return typeof node === "string" ? fill(node, values) : path;
  };
}

export type Words = ReturnType<typeof wordsIn>;

export const wordsIn = (language: WordLanguage) => ({
  language,
  text: CLI_TEXTS[language],
  shared: SHARED[language],
  translate: translator(SHARED[language]),
  task: TASK_STATE_WORDS[language],
  queue: TASK_QUEUE_WORDS[language],
  priority: TASK_PRIORITY_WORDS[language],
  recovery: RECOVERY_WORDS[language],
  blocker: BLOCKER_WORDS[language],
  wait: WAIT_WORDS[language],
  slot: SLOT_WORDS[language],
  slotReason: SLOT_REASON_WORDS[language],
  export: EXPORT_STATE_WORDS[language],
  alert: ALERT_STATE_WORDS[language],
  severity: ALERT_SEVERITY_WORDS[language],
  node: NODE_STATE_WORDS[language],
});

/**
 * `--lang`, else the variables of the system.
 * @throws CliError for another language
 */
export function chooseLanguage(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): WordLanguage {
  const at = argv.findIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  if (at >= 0) {
    const wanted = argv[at]?.split("=")[1] ?? argv[at + 1] ?? "";
    if (wanted === "en" || wanted === "zh") return wanted;
    throw usageError("--lang is not one of en, zh");
  }
  // POSIX: LC_ALL wins over LC_MESSAGES, and that over LANG.
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}
