/** Starts the three boards over one corpus. */
import type { Platform } from "../../shared/contracts/platform.ts";
import { CAP_ROWS as BOSS_CAP } from "../../shared/platforms/boss/codes.ts";
import type { BoardOptions } from "./board.ts";
import { bossBoard } from "./boss/board.ts";
import type { CorpusReport } from "./corpus/read-csv.ts";
import { type CorpusChoice, loadCorpus } from "./corpus.ts";
import { CAP as QCWY_CAP, qcwyBoard } from "./qcwy/board.ts";
import { type RunningBoard, serveBoard } from "./server.ts";
import { zhilianBoard } from "./zhilian/board.ts";

export interface JobBoardsChoice {
  corpus?: CorpusChoice;
  /** 0 and left out take a free port. */
  ports?: Partial<Record<Platform, number>>;
  signKey: string;
  /** Boss answers plain HTTP too, without the cookie its page makes. */
  bossOpen?: boolean;
  /** Rows one query can reach; the sites' own by default. */
  caps?: Partial<Record<Platform, number>>;
}

export type JobBoards = Record<Platform, RunningBoard> & {
  corpus: CorpusReport;
  close(): Promise<void>;
};

/** Zhilian documents none: its paging ends at 50 pages of 20. */
const CAPS: BoardOptions["caps"] = { boss: BOSS_CAP, qcwy: QCWY_CAP, zhilian: 1000 };

/** @throws CorpusError one line about the corpus file; a system error when a port is taken */
export async function startJobBoards(choice: JobBoardsChoice): Promise<JobBoards> {
  const corpus = loadCorpus(choice.corpus ?? {});
  const options: BoardOptions = {
    signKey: choice.signKey,
    bossOpen: choice.bossOpen ?? false,
    caps: { ...CAPS, ...choice.caps },
  };
  const boards = [bossBoard, qcwyBoard, zhilianBoard].map((make) => make(corpus.postings, options));
  const started = await Promise.allSettled(
    boards.map((board) => serveBoard(board, choice.ports?.[board.platform] ?? 0)),
  );
  const running = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const close = async () => {
    await Promise.all(running.map((board) => board.close()));
  };
  const failed = started.find((result) => result.status === "rejected");
  const [boss, qcwy, zhilian] = running;
  if (failed || !boss || !qcwy || !zhilian) {
    await close();
    throw failed?.reason;
  }
  return { boss, qcwy, zhilian, corpus, close };
}
