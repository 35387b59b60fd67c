import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { assetHeaders } from "./asset-headers.ts";
import { nodePackage } from "./node-package.ts";
import { scalarScript } from "./scalar-script.ts";

export default defineConfig({
  plugins: [react(), scalarScript(), assetHeaders(), nodePackage()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // ECharts core, fetched after the first render, is about 500 kB (170 kB compressed).
    chunkSizeWarningLimit: 520,
    rolldownOptions: {
      output: {
        // These change only with an upgrade: in chunks of their own they stay in the browser's cache.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: "base", test: /node_modules[\\/](@tanstack|i18next|react-i18next)[\\/]/, priority: 3 },
            // What several pages use, by the set of pages that use it; a small set joins the nearest one.
            {
              name: "shared",
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 4000,
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
