/**
 * Headers of every request. The crawler says who it is; it does not pass for a browser (A19).
 * The public search is one endpoint for web, mini program and app: the channel of a query is kept with its
 * rows and changes no header, since what the sites' own apps send beyond this is not public.
 */
const USER_AGENT = "Mozilla/5.0 (compatible; JobData crawler/1.0)";

export const JSON_HEADERS = { accept: "application/json", "user-agent": USER_AGENT };
export const PAGE_HEADERS = { accept: "text/html", "user-agent": USER_AGENT };
