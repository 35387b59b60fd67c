import { showDocsPage } from "./show.ts";
import { showOpenApi } from "./show-openapi.ts";

export const docsOperations = [showOpenApi, showDocsPage] as const;
