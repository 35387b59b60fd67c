/** The texts that companies and postings share on the matches page; each has a file of its own too. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("matches", {
  en: {
    tabs: "Kinds of matches",
    tab: { companies: "Companies", jobs: "Postings" },
    views: "Which pairs",
    waiting: "Waiting",
    decided: "Decided",
    one: "Left",
    other: "Right",
    differs: "differs",
    noDecisionsTitle: "Nothing was decided yet",
    noDecisionsHint: "Decisions appear here with who made them and when.",
    verdictLabel: "Decision",
    by: "By",
    at: "When",
    undone: "The decision was undone",
    undoneBy: "Undone by {{name}}",
  },
  zh: {
    tabs: "查重类别",
    tab: { companies: "公司", jobs: "职位" },
    views: "显示哪些",
    waiting: "待判定",
    decided: "已判定",
    one: "左侧",
    other: "右侧",
    differs: "不同",
    noDecisionsTitle: "还没有判定",
    noDecisionsHint: "判定及其判定人和时间会显示在这里。",
    verdictLabel: "判定",
    by: "判定人",
    at: "时间",
    undone: "判定已撤销",
    undoneBy: "{{name}} 已撤销",
  },
});
