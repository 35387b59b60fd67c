/** Finds the template of an English sentence, so that other languages can say it: its code and its parameters. */

/** A sentence may repeat a part of what was sent; a longer one is shown as it is. */
const MAX_CHARS = 1000;

interface Template<Code> {
  code: Code;
  /** The literal texts before, between and behind the parameters. */
  literals: string[];
  names: string[];
}

export interface Found<Code> {
  code: Code;
  params: Record<string, string>;
}

/** Finds the parameters from left to right; linear in the length of the sentence, since it never goes back. */
function paramsOf(sentence: string, { literals, names }: Template<unknown>): Record<string, string> | null {
  const [first = "", ...rest] = literals;
  if (!sentence.startsWith(first)) return null;
  const params: Record<string, string> = {};
  let at = first.length;
  for (const [index, literal] of rest.entries()) {
    const isLast = index === rest.length - 1;
    if (isLast && !sentence.endsWith(literal)) return null;
    const end = isLast ? sentence.length - literal.length : sentence.indexOf(literal, at + 1);
    // A parameter has at least one character.
    if (end <= at) return null;
    params[names[index] ?? ""] = sentence.slice(at, end);
    at = end + literal.length;
  }
  return params;
}

/**
 * @param table code → sentence, in which `{name}` is a parameter
 * @returns finds the code and parameters of a sentence; null for one without a template
 */
export function matcherOf<Code extends string>(
  table: Readonly<Record<Code, string>>,
): (sentence: string) => Found<Code> | null {
  const entries = Object.entries(table) as [Code, string][];
  const exact = new Map(entries.map(([code, text]) => [text, code]));
  // The most literal template comes first, so that a wide one never takes what a narrow one describes.
  const templates: Template<Code>[] = entries
    .filter(([, text]) => text.includes("{"))
    .map(([code, text]) => ({
      code,
      literals: text.split(/\{\w+\}/),
      names: [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
    }))
    .sort((a, b) => b.literals.join("").length - a.literals.join("").length);
  return (sentence) => {
    const code = exact.get(sentence);
    if (code !== undefined) return { code, params: {} };
    if (sentence.length > MAX_CHARS) return null;
    for (const template of templates) {
      const params = paramsOf(sentence, template);
      if (params) return { code: template.code, params };
    }
    return null;
  };
}
