/** The cities that platforms know, under the names that keywords use. */
import type { Platform } from "../contracts/platform.ts";

/** City codes of each platform; keywords name cities by their common Chinese names. */
export interface CityDictionary {
  /** Null when the platform does not know the city. */
  code(platform: Platform, city: string): string | null;
  list(platform: Platform): { city: string; code: string }[];
}
