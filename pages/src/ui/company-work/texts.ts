/** The texts of the work on a company: its state, its buttons, its progress. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("company-work", {
  en: {
    state: {
      pending: "waiting",
      queued: "queued",
      running: "being fetched",
      done: "cleaned",
      failed: "failed",
      blocked: "blocked",
      gone: "gone from the site",
    },
    action: {
      clean: "Clean now",
      pull: "Pull all postings",
      stop: "Stop the pull",
      retry: "Retry",
      remove: "Remove",
    },
    done: {
      clean: "{{name}} is fetched next",
      pull: "The postings of {{name}} are pulled",
      stop: "The pull of {{name}} was stopped",
      retry: "{{name}} is fetched again",
      remove: "{{name}} was removed from the queue",
    },
    confirm: {
      clean: "Fetch the page of {{name}} now?",
      pull: "Pull all open postings of {{name}}?",
      stop: "Stop the pull of {{name}}?",
      remove: "Remove {{name}} from the queue?",
    },
    hint: {
      clean:
        "Sends one request at the site's pace, before the companies of the schedule. The company's postings take over what its page says.",
      pull: "The company's postings are read page by page at the site's pace, which can take a while for a large company. You can stop it at any time; what was read stays.",
      stop: "What it has read so far stays. Pulling again starts from the beginning.",
      remove:
        "It is not fetched any more, and the schedule does not take it in again. What is stored stays. “Clean now” brings it back.",
    },
    notQueued: "It is not in the cleaning queue.",
    pullState: "Pull of its postings",
    pullProgress: "{{own}} of its postings among {{rows}} rows read, {{pages}} pages",
    pullSearch: "searched as “{{search}}”",
  },
  zh: {
    state: {
      pending: "等待中",
      queued: "已排队",
      running: "正在采集",
      done: "已清洗",
      failed: "失败",
      blocked: "被拦截",
      gone: "网站上已不存在",
    },
    action: {
      clean: "立即清洗",
      pull: "拉取全部职位",
      stop: "停止拉取",
      retry: "重试",
      remove: "移除",
    },
    done: {
      clean: "接下来将采集{{name}}",
      pull: "正在拉取{{name}}的职位",
      stop: "已停止拉取{{name}}的职位",
      retry: "将重新采集{{name}}",
      remove: "已将{{name}}移出队列",
    },
    confirm: {
      clean: "立即采集{{name}}的公司页面？",
      pull: "拉取{{name}}的全部在招职位？",
      stop: "停止拉取{{name}}的职位？",
      remove: "将{{name}}移出队列？",
    },
    hint: {
      clean: "按网站的节奏发出一次请求，先于定时任务中的公司。该公司的职位会采用页面上的信息。",
      pull: "按网站的节奏逐页读取该公司的职位，公司较大时需要一些时间。可以随时停止，已读取的数据会保留。",
      stop: "已读取的数据会保留。再次拉取将从头开始。",
      remove: "不再采集该公司，定时任务也不会再让它进入队列。已入库的数据会保留。“立即清洗”可以恢复。",
    },
    notQueued: "不在清洗队列中。",
    pullState: "职位拉取",
    pullProgress: "已读 {{rows}} 行、{{pages}} 页，其中该公司的职位 {{own}} 个",
    pullSearch: "搜索词“{{search}}”",
  },
});
