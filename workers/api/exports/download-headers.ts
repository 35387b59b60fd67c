/** Headers of a file that is downloaded: it is saved, and never shown or run on our origin. */

/** @param name of the file; what is no letter, digit, dot or dash becomes `_` */
export const downloadHeaders = (name: string, contentType: string): Record<string, string> => ({
  "content-type": contentType,
  "content-disposition": `attachment; filename="${name.replace(/[^\w.-]+/g, "_")}"`,
  "x-content-type-options": "nosniff",
});
