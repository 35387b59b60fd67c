import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { assetHeaders, assetNames } from "./asset-headers.ts";
import { nodePackage } from "./node-package.ts";
import { scalarScript } from "./scalar-script.ts";

const isNotEntry = (id: string) => !/[\\/](index\.html|main\.tsx)$/.test(id);

const { folder, ...names } = assetNames(
  ["src", "../shared"].map((path) => fileURLToPath(new URL(path, import.meta.url))),
);

export default defineConfig({
  plugins: [react(), scalarScript(), assetHeaders(folder), nodePackage()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // ECharts core, fetched after the first render, is about 600 kB (200 kB compressed).
    chunkSizeWarningLimit: 620,
    rolldownOptions: {
      output: {
        ...names,
        codeSplitting: {
          groups: [
            // These change only with an upgrade: in chunks of their own they stay in the browser's cache.
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 6 },
            { name: "base", test: /node_modules[\\/](@tanstack|i18next|react-i18next)[\\/]/, priority: 6 },
            // What the entry imports at once is the frame. Nothing that only a page needs may join it; the entry
            // itself stays apart, because a group that holds it takes it out of the manifest.
            { name: "frame", tags: ["$initial"], test: isNotEntry, priority: 5 },
            // The files of both languages import these.
            { name: "frame", test: /[\\/]shared[\\/]platforms[\\/]/, minShareCount: 2, priority: 4 },
            // These are the parts of antd that most pages use, and what at least four pages share.
            { name: "antd", test: /node_modules/, minShareCount: 15, priority: 3 },
            { name: "antd", test: /node_modules[\\/]@ant-design[\\/]icons/, minShareCount: 2, priority: 3 },
            {
              name: "ui",
              test: /[\\/](pages[\\/]src|shared)[\\/](?!ui[\\/](bulk[\\/](?!bulk-opener)|(figure|job-filter|saved-searches)[\\/]|fact-table)|routes[\\/](?!keywords)|api[\\/](alerts|bulk-actions|quality|saved-searches|tasks|webhooks))/,
              minShareCount: 4,
              priority: 2,
            },
            // What only pages of postings share stays out of the chunk of all pages.
            {
              name: "postings",
              test: /[\\/](ui[\\/]((figure|job-filter|saved-searches)[\\/]|export-button)|api[\\/]jobs|routes[\\/](jobs|companies)[\\/])/,
              minShareCount: 2,
              priority: 1,
            },
            // The same for pages of tasks.
            {
              name: "tasks",
              test: /routes[\\/]tasks[\\/]use-live/,
              minShareCount: 2,
              priority: 1,
            },
            // What else several pages use, by the set of pages that use it; a small set joins the nearest one.
            {
              name: "shared",
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 6500,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  // For `npm run dev -w pages` beside a running `npm start`: hot reload, with the data of the running stack.
  server: { proxy: { "/api": "http://127.0.0.1:8788" } },
});
