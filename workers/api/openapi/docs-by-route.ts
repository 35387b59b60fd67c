/** Name and examples of every operation: a route without an entry fails the suite. */
import type { DocsByRoute } from "./example.ts";
import { accountDocs } from "./examples/account.ts";
import { ingestDocs } from "./examples/ingest.ts";
import { jobDocs } from "./examples/jobs.ts";
import { keywordDocs } from "./examples/keywords.ts";
import { nodeDocs } from "./examples/nodes.ts";
import { operationDocs } from "./examples/operation.ts";
import { peopleDocs } from "./examples/people.ts";
import { platformDocs } from "./examples/platforms.ts";
import { pushDocs } from "./examples/push.ts";
import { resourceDocs } from "./examples/resources.ts";
import { uploadDocs } from "./examples/uploads.ts";

export const DOCS_BY_ROUTE: DocsByRoute = {
  ...keywordDocs,
  ...platformDocs,
  ...jobDocs,
  ...ingestDocs,
  ...uploadDocs,
  ...nodeDocs,
  ...pushDocs,
  ...resourceDocs,
  ...operationDocs,
  ...accountDocs,
  ...peopleDocs,
};
