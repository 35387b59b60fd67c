/** Says the input of a task in a line: `First day: 2026-11-25 · Last day: 2026-11-26`. */
import { hasText, useTexts } from "../../i18n/texts.ts";
import { useFieldLine } from "../../ui/use-field-line.ts";
import { texts } from "./input-texts.ts";

/** Characters of the line; the drawer shows the whole input. */
const MAX_CHARS = 120;

/** Says nothing: `""`, `{}`, `[]`. */
const isEmpty = (value: unknown): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

type Input = Record<string, unknown>;

/** @param json of the history, which keeps the input as it was sent */
export function readInput(json: string): Input {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Input) : {};
  } catch {
    return {};
  }
}

export function useInputText(): (input: Input) => string {
  const { t } = useTexts(texts);
  const lineOf = useFieldLine();
  return (input) =>
    lineOf(Object.fromEntries(Object.entries(input).filter(([, value]) => !isEmpty(value))), (name) =>
      hasText(texts.en.taskInput.field, name) ? t(`taskInput.field.${name}`) : name,
    ).slice(0, MAX_CHARS);
}
