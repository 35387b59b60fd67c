/** Words of crawler nodes in both languages, for the dashboard and the command line. */
import type { NodeState } from "../contracts/node-fleet.ts";
import type { Words } from "./words.ts";

export const NODE_STATE_WORDS = {
  en: {
    new: "new",
    online: "online",
    paused: "paused",
    draining: "draining",
    stopping: "stopping",
    stopped: "stopped",
    offline: "offline",
  },
  zh: {
    new: "新登记",
    online: "在线",
    paused: "已暂停",
    draining: "排空中",
    stopping: "停止中",
    stopped: "已停止",
    offline: "离线",
  },
} satisfies Words<Record<NodeState, string>>;
