/** In the order in which a group is inserted: the typed tables are the likeliest to refuse a row. */
export const INGEST_TABLES = ["jobs", "companies", "raw_jobs", "raw_companies", "job_sightings"] as const;
export type IngestTable = (typeof INGEST_TABLES)[number];
