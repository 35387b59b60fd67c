/** Rows of a crawler node count only while the node holds the keyword that they come from (X2). */
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { UploadServices } from "./receive.ts";

/** @param ledgerOf the ledger that a keyword's id names; null for anything that is not such an id */
export const leaseCheck =
  (ledgerOf: (id: string) => Pick<KeywordLedgerApi, "holding"> | null): UploadServices["checkLease"] =>
  async (sender, { keyword_id, fence }) => {
    const held = await ledgerOf(keyword_id)?.holding(keyword_id, fence);
    if (!held) throw new ApiError("not_found", `no keyword ${keyword_id}`);
    if (!held.ok) throw new ApiError(held.code, `lease: ${held.message}`);
    if (held.value.holder !== sender.source) {
      throw new ApiError("forbidden", "lease: the keyword is held by somebody else");
    }
    return held.value;
  };
