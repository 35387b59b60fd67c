/**
 * Headers of every request. The crawler identifies itself and does not imitate a browser (A19).
 * The public search is one endpoint for web, mini program and app: the channel of a query is stored with its rows and
 * changes no header, because the additional headers of the sites' own apps are not public.
 */
const USER_AGENT = "Mozilla/5.0 (compatible; JobData crawler/1.0)";

export const JSON_HEADERS = { accept: "application/json", "user-agent": USER_AGENT };
export const PAGE_HEADERS = { accept: "text/html", "user-agent": USER_AGENT };
