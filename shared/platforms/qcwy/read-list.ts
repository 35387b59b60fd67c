import type { ListAnswer, RawAnswer, SearchQuery } from "../adapter.ts";
import { emptyList, fail, failedList, filledList, missing, readJson } from "../answer.ts";
import { count, isFields, listItems, text } from "../read.ts";
import { MAX_PAGES, PAGE_SIZE } from "./codes.ts";
import { jobKey } from "./keys.ts";

/**
 * `{status, message, resultbody:{requestId, job:{items[], totalCount}}}`, status "1" = ok. The last page is
 * ceil(totalCount / 20), at most 50; a page without items inside that range is a block.
 */
export function readList(answer: RawAnswer, query: SearchQuery): ListAnswer {
  const json = readJson(answer);
  if (!json.ok) return failedList(json.failure);
  const status = text(json.value, "status");
  const body = json.value.resultbody;
  if (status === null) {
    return failedList(
      isFields(body) ? missing("status") : fail("blocked", "unknown answer without a status"),
    );
  }
  if (status !== "1") {
    const message = text(json.value, "message") ?? "";
    return failedList(fail("blocked", `status ${status} ${message}`.trimEnd()));
  }
  if (!isFields(body)) return failedList(missing("resultbody"));
  if (!isFields(body.job)) return failedList(missing("resultbody.job"));
  const total = count(body.job, "totalCount");
  const list = listItems(body.job, "items", total);
  if (list === null) return failedList(missing("resultbody.job.items"));
  if (total === null) return failedList(missing("resultbody.job.totalCount"));
  const lastPage = Math.min(Math.ceil(total / PAGE_SIZE), MAX_PAGES);
  if (list.length > 0) {
    return filledList(list, total, query.page >= lastPage, { field: "jobId", of: jobKey });
  }
  if (query.page > lastPage) return emptyList(query.page === 1 ? "true-zero" : "past-end", total);
  return failedList(fail("blocked", `no items on page ${query.page} of ${lastPage}`));
}
