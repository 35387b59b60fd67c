/** Where the copies of logos lie: their content names them, so that companies with the same logo share one. */
export const IMAGE_PREFIX = "company-images/";

/** @param hash SHA-256 of the WebP, hex */
export const imageKey = (hash: string): string => `${IMAGE_PREFIX}${hash}.webp`;
