import i18next from "i18next";
import { expect, test } from "vitest";
import { nodeEventText } from "./event-text.ts";
import "./texts.ts";

const chinese = (key: string) => i18next.t(key, { lng: "zh-CN" });

test.each([
  ["registered", { actor: "admin:edb96553-0000-4000-8000-000000000000" }, "已登记 · admin"],
  [
    "session",
    { session: "x", version: "0.1.0", hostname: "crawler-1", os: "linux" },
    "程序已启动 · crawler-1",
  ],
  ["command", { kind: "drain", actor: "admin:1" }, "收到命令 · 排空 · admin"],
  ["command-refused", { kind: "stop", message: "busy" }, "命令被拒绝 · 停止 · busy"],
  ["online", {}, "在线"],
  ["comet", {}, "comet"],
])("%s is told in words", (type, detail, text) => {
  expect(nodeEventText({ type, detail }, chinese)).toBe(text);
});
