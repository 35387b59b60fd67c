import { cancelExport } from "./cancel.ts";
import { listExportColumns } from "./columns.ts";
import { countExport } from "./count.ts";
import { createExport } from "./create.ts";
import { deleteExport } from "./delete.ts";
import { revokeExportLink } from "./delete-link.ts";
import { downloadExport } from "./file.ts";
import { linkExport } from "./link.ts";
import { listExports } from "./list.ts";
import { showExportManifest } from "./manifest.ts";
import { exportRows } from "./rows.ts";
import { showExport } from "./show.ts";

export const exportOperations = [
  listExports,
  createExport,
  exportRows,
  countExport,
  listExportColumns,
  showExport,
  deleteExport,
  cancelExport,
  showExportManifest,
  downloadExport,
  linkExport,
  revokeExportLink,
] as const;
