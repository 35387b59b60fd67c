/** The parts of the document beside the operations: title, description, tags and security schemes. */

export const INFO = {
  title: "JobData",
  version: "1",
  description: [
    "Keywords drive crawls of three recruitment sites; postings and companies land in ClickHouse.",
    "",
    "Every JSON answer is `{code, message, data, request_id}`: `code` is 0, or the name of an error whose HTTP",
    "status it fits; `data` of an error lists the bad fields. Lists are `{items, next_cursor}`: send",
    "`next_cursor` back as `cursor` until it is null. Times are Unix milliseconds. `X-Request-Id` is taken over",
    "into logs and timelines.",
  ].join("\n"),
};

export const TAGS = [
  { name: "keywords", description: "What is searched for, where, and how it goes: state, runs, timeline" },
  { name: "platforms", description: "The three sites live: pace, circuit breaker, coverage" },
  { name: "coverage", description: "How much of the market is held, and what to search next" },
  { name: "jobs", description: "Postings: search, counts, and each as it was collected" },
  { name: "companies", description: "Companies as postings and their own pages tell of them" },
  { name: "saved searches", description: "Searches that people keep and share" },
  {
    name: "subscriptions",
    description: "What happens in a saved search, told by mail, webhook or feed",
  },
  {
    name: "analytics",
    description:
      "Figures over postings: each takes the filter of postings and says N, period, shares and method on its card",
  },
  {
    name: "exports",
    description: "Postings and companies as CSV, JSON Lines, Parquet and Excel: sent at once, or as a file",
  },
  {
    name: "recleans",
    description: "Stored raw rows parsed again by today's parser: dry run, start, undo, and what changed",
  },
  {
    name: "data set",
    description:
      "Published postings without persons: Parquet, schema.org JSON-LD, dictionary, weekly changes",
  },
  { name: "ingest", description: "From accepted rows to ClickHouse: backlog, totals, dead letters" },
  {
    name: "quality",
    description:
      "How well the fields of stored rows are filled, and batches that wait because they are far off",
  },
  { name: "uploads", description: "Rows from crawler nodes and other programs, each with a receipt" },
  { name: "nodes", description: "Crawler nodes: register, watch, command" },
  { name: "node protocol", description: "What a crawler node itself calls, with its own key" },
  {
    name: "push targets",
    description: "Where stored rows are sent on to, signed, and what could not be sent",
  },
  { name: "webhooks", description: "Addresses that are told of events, signed, and the log of deliveries" },
  { name: "proxies", description: "What nodes send their requests through: leased to one node at a time" },
  {
    name: "platform-tokens",
    description: "Cookies and tokens that platforms ask for: leased to one node at a time",
  },
  { name: "vault", description: "The keys that stored secrets are encrypted with" },
  { name: "failed pages", description: "What a site sent that could not be read, kept 14 days" },
  {
    name: "tasks",
    description: "Work that runs in queues: batches, checkpoints, recovery, why it waits, and its history",
  },
  {
    name: "bulk actions",
    description:
      "One action on many records: preview, progress, abort, the result of each, resumed after a crash",
  },
  { name: "live", description: "WebSockets that tell the dashboard what changes" },
  {
    name: "alerts",
    description:
      "What is wrong now: rules over the metrics, who is told and by which channel, who took it over",
  },
  { name: "schedules", description: "What runs by the clock, each slot once" },
  { name: "dictionary", description: "Codes and names that requests may use" },
  { name: "sign-in", description: "From a password, a code or a mailed link to a session" },
  {
    name: "account",
    description: "The caller: who they are, what they may, their password and second factor",
  },
  { name: "users", description: "People: their department, roles and first password" },
  { name: "roles", description: "What people may do, whose records they see, which menus they have" },
  { name: "departments", description: "A tree: a role's reach may end at one's own and those below" },
  { name: "menus", description: "A tree: what the dashboard shows on its side" },
  { name: "permissions", description: "One for each route: method and path pattern" },
  { name: "api-keys", description: "Keys of programs, narrowed to scopes" },
  { name: "audit-log", description: "Every write: who, when, from where, before and after; kept 180 days" },
  {
    name: "metrics",
    description: "What is measured of tasks, crawl, ingest, nodes and schedules: now and over time",
  },
  { name: "health", description: "Does it run, and what does it wait for" },
  { name: "docs", description: "This document, and the page to try it on" },
];

export const SECURITY_SCHEMES = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "`Authorization: Bearer KEY`: an API key, or the token that a sign-in answers",
  },
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: "jobdata.session_token",
    description:
      "Session of the dashboard, set at sign-in: HttpOnly, SameSite; over HTTPS its name begins with `__Secure-`",
  },
} as const;

/** One of the schemes is enough. */
export const SECURITY = Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] }));
