/** Accepts rows of a crawler node only while the node holds the keyword that they come from (X2). */
import type { KeywordLedgerApi } from "../../../shared/contracts/keyword-ledger.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { UploadServices } from "./upload-request.ts";

/** @param ledgerOf returns the ledger of a keyword id; null when the value is no such id */
export const leaseCheck =
  (ledgerOf: (id: string) => Pick<KeywordLedgerApi, "holding"> | null): UploadServices["checkLease"] =>
  async (sender, { keyword_id, fence }) => {
    const holding = await ledgerOf(keyword_id)?.holding(keyword_id, fence);
    if (!holding) throw new ApiError("not_found", `no keyword ${keyword_id}`);
    if (!holding.ok) throw new ApiError(holding.code, `lease: ${holding.message}`);
    if (holding.value.holder !== sender.source) {
      throw new ApiError("forbidden", "lease: the keyword is held by somebody else");
    }
    return holding.value;
  };
