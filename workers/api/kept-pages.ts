/** Where pages lie that could not be read (C5): prefix of their keys in the store. */
export const KEPT_PAGES = "kept-pages/";
