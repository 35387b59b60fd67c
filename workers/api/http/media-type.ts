import { errorAbout } from "../../../shared/errors/validation.ts";

/** The media type of a Content-Type header without parameters, in lower case; empty without the header. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/**
 * Hono validates only JSON and form bodies, so routes that take files check the type themselves.
 * @returns the media type
 * @throws ApiError unsupported_media_type
 */
export function checkFileType(contentType: string | undefined, types: readonly string[]): string {
  const type = mediaTypeOf(contentType);
  if (types.includes(type)) return type;
  throw errorAbout("unsupported_media_type", "content-type", `send the file as ${types.join(" or ")}`);
}
