/** The local job board of each platform. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Board, BoardOptions } from "./board.ts";
import { bossBoard } from "./boss/board.ts";
import type { Posting } from "./corpus/posting.ts";
import { qcwyBoard } from "./qcwy/board.ts";
import { zhilianBoard } from "./zhilian/board.ts";

type MakeBoard = (postings: readonly Posting[], options: BoardOptions) => Board;

export const BOARDS: Readonly<Record<Platform, MakeBoard>> = {
  boss: bossBoard,
  qcwy: qcwyBoard,
  zhilian: zhilianBoard,
};
