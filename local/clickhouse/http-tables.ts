/** Tables of ClickHouse's HTTP interface: the status of error codes, and the content type of formats. */

const STATUS_BY_CODE: [status: number, codes: number[]][] = [
  [401, [194]],
  [403, [192, 193, 497, 512, 516]],
  [400, [6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 72, 117, 163, 168, 223, 376, 427, 441, 675, 676, 690]],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 151, 336, 511]],
  [408, [159]],
  [411, [381]],
  [413, [177]],
  [501, [48]],
  [503, [76, 209, 439]],
];

/** @returns the status of an answer with exception `code`; 500 for codes that are not listed, as in ClickHouse */
export function statusOfCode(code: number): number {
  return STATUS_BY_CODE.find(([, codes]) => codes.includes(code))?.[0] ?? 500;
}

const CONTENT_TYPES: [RegExp, string][] = [
  [
    /^(json|jsoncompact|jsonstrings|jsoncolumns\w*|jsonobjecteachrow|jsoncompactstrings)$/i,
    "application/json; charset=UTF-8",
  ],
  [/^json\w*eachrow\w*$/i, "application/x-ndjson; charset=UTF-8"],
  [/^(tsv|tabseparated)\w*$/i, "text/tab-separated-values; charset=UTF-8"],
  [/^csv\w*$/i, "text/csv; charset=UTF-8"],
  [/^xml$/i, "application/xml; charset=UTF-8"],
  [
    /^(native|rowbinary\w*|parquet\w*|arrow\w*|orc|avro|msgpack|protobuf\w*|bsoneachrow)$/i,
    "application/octet-stream",
  ],
];

export function contentTypeOf(format: string): string {
  return CONTENT_TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? "text/plain; charset=UTF-8";
}
