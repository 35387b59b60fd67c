#!/usr/bin/env node
// Plain JavaScript that any Node can parse: launch.mjs tells whether this Node is too old.
import { existsSync } from "node:fs";

const isSource = existsSync(new URL("../src/main.ts", import.meta.url));
const { launch } = await import(isSource ? "../../package/launch.mjs" : "../dist/launch.mjs");
await launch(import.meta.url);
