import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { scalarScript } from "./scalar-script.ts";

export default defineConfig({
  plugins: [react(), scalarScript()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // ECharts core, fetched after the page stands: about 500 kB, of which 170 kB travel.
    chunkSizeWarningLimit: 520,
    rolldownOptions: {
      output: {
        // What changes only with an upgrade keeps its address, and with it the browser's copy.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "base", test: /node_modules[\\/](@tanstack|i18next|react-i18next|zod)[\\/]/ },
          ],
        },
      },
    },
  },
  // `npm run dev -w pages` beside a running `npm start`: hot reload here, data from there.
  server: { proxy: { "/api": "http://127.0.0.1:8788" } },
});
