/** Imports point one way: pages, clients -> shared; workers -> durable-objects -> shared. No circles. */
const EDGE_ONLY = "^(workers|durable-objects)/";
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "shared-stands-alone",
      comment: "shared runs anywhere: no other folder of ours, no node:, no Workers API",
      severity: "error",
      from: { path: "^shared/", pathNot: "\\.test\\.ts$" },
      to: { path: `${EDGE_ONLY}|^(pages|clients|local|migrations|tests|bench)/|^node:|^cloudflare:` },
    },
    {
      name: "objects-below-workers",
      severity: "error",
      from: { path: "^durable-objects/" },
      to: { path: "^(workers|pages|clients|local|tests|bench)/" },
    },
    {
      name: "front-ends-see-shared-only",
      severity: "error",
      from: { path: "^(pages|clients)/", pathNot: "\\.test\\.tsx?$" },
      // The typed client is the one type taken from the API.
      to: { path: `${EDGE_ONLY}|^(local|migrations|tests|bench)/`, pathNot: "^workers/api/client-type\\.ts$" },
    },
    {
      name: "edge-without-local",
      severity: "error",
      from: { path: EDGE_ONLY, pathNot: "\\.test\\.ts$" },
      to: { path: "^(local|tests|bench|pages|clients)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)node_modules/|worker-configuration\\.d\\.ts" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js"] },
  },
};
