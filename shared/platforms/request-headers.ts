/**
 * Headers of every request. The crawler identifies itself and does not imitate a browser (A19).
 * These are requests of the web search: the additional headers of the sites' mini programs and apps are not public, so
 * that `crawlChannels` of the platforms names the web only.
 */
const USER_AGENT = "Mozilla/5.0 (compatible; JobData crawler/1.0)";

export const JSON_HEADERS = { accept: "application/json", "user-agent": USER_AGENT };
export const PAGE_HEADERS = { accept: "text/html", "user-agent": USER_AGENT };
