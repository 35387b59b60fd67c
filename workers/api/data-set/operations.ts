import { createSnapshot } from "./create-snapshot.ts";
import { listSnapshots } from "./list-snapshots.ts";
import { downloadDataSetFile } from "./show-snapshot-file.ts";

export const dataSetOperations = [listSnapshots, createSnapshot, downloadDataSetFile] as const;
