/** What a failed command says and how it ends. */
import { ApiFailure } from "../../../pages/src/api/failure.ts";
import { sentenceInChinese } from "../../../pages/src/i18n/sentences-zh.ts";
import { failureText } from "../../../pages/src/ui/failure-text.ts";
import { reasonText } from "../../../pages/src/ui/reason-text.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { messageOf } from "../../../shared/errors/message-of.ts";
import { type CodedProblem, withCodes } from "../../../shared/errors/reasons.ts";
import { CliError, EXIT, type ExitCode } from "./exit.ts";
import type { Words } from "./words/words.ts";

/** A failure as `--json` prints it to the standard error. */
export interface Failure {
  code: string;
  message: string;
  problems: CodedProblem[];
  request_id: string | null;
  exit_code: ExitCode;
}

function exitOf(status: number): ExitCode {
  if (status === 400 || status === 413 || status === 415 || status === 422) return EXIT.usage;
  if (status === 401 || status === 403) return EXIT.refused;
  if (status === 404) return EXIT.notFound;
  if (status === 409 || status === 429) return EXIT.failed;
  return EXIT.unreachable;
}

const placeOf = ({ line, index }: CodedProblem): string => {
  if (line !== undefined) return `line ${line}: `;
  return index === undefined ? "" : `item ${index + 1}: `;
};

/** @returns `city is not known on qcwy`, in Chinese `city：…` */
export const problemText = (problem: CodedProblem, { language, translate }: Words): string =>
  language === "en"
    ? `${placeOf(problem)}${problem.field} ${problem.reason}`
    : `${placeOf(problem)}${problem.field}：${reasonText(problem, translate)}`;

function sentenceOf(failure: ApiFailure, words: Words): string {
  const { code, message, problems, requestId } = failure;
  const joint = words.language === "en" ? "; " : "；";
  if (problems.length > 0) return problems.map((problem) => problemText(problem, words)).join(joint);
  const isOwn = code === "network" || code === "bad_answer" || code === "unauthorized";
  const told =
    words.language === "en" || isOwn
      ? message
      : `${failureText(failure, words.translate)}（${sentenceInChinese(message)}）`;
  return failure.status >= 500 && requestId !== null ? `${told} (request ${requestId})` : told;
}

export function failureOf(error: unknown, words: Words): Failure {
  if (error instanceof CliError)
    return {
      code: error.code,
      message: error.message,
      problems: [],
      request_id: null,
      exit_code: error.exit,
    };
  // The contracts that the API checks by throw its own error when they are asked here.
  const failure =
    error instanceof ApiError
      ? new ApiFailure(error.code, error.status, error.message, null, withCodes(error.problems))
      : error;
  if (!(failure instanceof ApiFailure))
    return {
      code: "failed",
      message: messageOf(error),
      problems: [],
      request_id: null,
      exit_code: EXIT.failed,
    };
  const { code, problems, requestId, status } = failure;
  const message = sentenceOf(failure, words);
  return { code, message, problems, request_id: requestId, exit_code: exitOf(status) };
}
