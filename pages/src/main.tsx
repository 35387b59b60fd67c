import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { reloadForNewVersion } from "./app/new-version.ts";
import { startI18n } from "./i18n/i18n.ts";
import "antd/dist/reset.css";
import "./app/colours.css";
import "./app/frame.css";
import "./ui/states.css";
import "./app/app.css";

addEventListener("vite:preloadError", (event) => {
  if (reloadForNewVersion(sessionStorage, Date.now(), () => location.reload())) event.preventDefault();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
