/** Options made of the members of a filter, so that the command line takes what the API takes. */
import type { Command } from "commander";
import type { z } from "zod";
import { problemsOf, validationError } from "../../../../shared/errors/validation.ts";
import { collectWhole } from "../arguments.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

/** `salary_from` is `--salary-from`. */
const flagOf = (name: string) => `--${name.replaceAll("_", "-")}`;
/** Commander's name of the option: `salaryFrom`. */
const optionName = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const isList = (schema: z.ZodType) => Array.isArray(schema.safeParse([]).data);

/** @param except members that another option or argument stands for */
export function filterOptions(command: Command, shape: Shape, except: readonly string[] = []): Command {
  for (const [name, schema] of Object.entries(shape)) {
    if (except.includes(name)) continue;
    const help = schema.description ?? "";
    if (isList(schema)) command.option(`${flagOf(name)} <value>`, `${help}; may be repeated`, collectWhole);
    else command.option(`${flagOf(name)} <value>`, help);
  }
  return command;
}

/**
 * Reads the filter by the API's own contract.
 * @throws ApiError validation_failed that names members and reasons
 */
export function readFilter<Filter>(
  schema: z.ZodType<Filter>,
  shape: Shape,
  options: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Filter {
  const given = Object.entries({
    ...Object.fromEntries(Object.keys(shape).map((name) => [name, options[optionName(name)]])),
    ...more,
  }).filter(([, value]) => value !== undefined);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw validationError(problemsOf(parsed.error, "filter"));
  return parsed.data;
}

/** The members that have a value, for a body. */
export const withoutUndefined = (filter: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
