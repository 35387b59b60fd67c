/** Starts all boards over one corpus. */
import type { Platform } from "../../shared/contracts/platform.ts";
import { byPlatform, PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import type { BoardOptions } from "./board.ts";
import { BOARDS } from "./boards.ts";
import type { CorpusReport } from "./corpus/read-csv.ts";
import { type CorpusChoice, loadCorpus } from "./corpus.ts";
import { type RunningBoard, serveBoard } from "./server.ts";

export interface JobBoardsChoice {
  corpus?: CorpusChoice;
  /** A free port is taken for 0 and for an omitted platform. */
  ports?: Partial<Record<Platform, number>>;
  signKey: string;
  /** Boss also answers plain HTTP without the cookie that its page sets. */
  bossOpen?: boolean;
  /** Maximum number of rows that one query can reach; the sites' own caps by default. */
  caps?: Partial<Record<Platform, number>>;
}

export type JobBoards = Record<Platform, RunningBoard> & {
  corpus: CorpusReport;
  close(): Promise<void>;
};

const CAPS: BoardOptions["caps"] = byPlatform((platform) => platforms[platform].settings.cap_rows);

/** @throws CorpusError with one line about the corpus file; a system error when a port is in use */
export async function startJobBoards(choice: JobBoardsChoice): Promise<JobBoards> {
  const corpus = loadCorpus(choice.corpus ?? {});
  const options: BoardOptions = {
    signKey: choice.signKey,
    bossOpen: choice.bossOpen ?? false,
    caps: { ...CAPS, ...choice.caps },
  };
  const started = await Promise.allSettled(
    PLATFORMS.map((platform) =>
      serveBoard(BOARDS[platform](corpus.postings, options), choice.ports?.[platform] ?? 0),
    ),
  );
  const running = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const close = async () => {
    await Promise.all(running.map((board) => board.close()));
  };
  const failed = started.find((result) => result.status === "rejected");
  if (failed) {
    await close();
    throw failed.reason;
  }
  const boards = Object.fromEntries(running.map((board, at) => [PLATFORMS[at], board]));
  return { ...(boards as Record<Platform, RunningBoard>), corpus, close };
}
