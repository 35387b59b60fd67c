import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", outDir: "dist", emptyOutDir: true },
  // `npm run dev -w pages` beside a running `npm start`: hot reload here, data from there.
  server: { proxy: { "/api": "http://127.0.0.1:8788" } },
});
