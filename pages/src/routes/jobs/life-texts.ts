/** The texts of a posting's life. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("life", {
  en: {
    title: "Life of this posting",
    state: { open: "Open", closed: "Closed" },
    seen: "Seen",
    kind: {
      seen_first: "First seen",
      salary_changed: "Salary changed",
      text_changed: "Title or text changed",
      closed: "Closed",
      closing_withdrawn: "The closing was wrong: a late upload shows it was there",
      reopened: "Seen again",
    },
    bornAfter: "Not there yet when the complete crawl before it ended:",
    maybeOlder: "It may be older: no complete crawl came before.",
    lastSeen: "Last seen, still open",
    closedAfter: "Last seen before that:",
    evidence: "A complete crawl of “{{keyword}} {{city}}” no longer showed it: run",
    chain: "The same job: online {{days}} days in {{postings}} postings",
    asOf: "Closings and changes as of",
    never: "Closings and changes have not been looked for yet; this happens every hour.",
  },
  zh: {
    title: "职位的经历",
    state: { open: "在招", closed: "已下架" },
    seen: "出现时间",
    kind: {
      seen_first: "首次出现",
      salary_changed: "薪资变化",
      text_changed: "标题或描述变化",
      closed: "下架",
      closing_withdrawn: "撤销下架：较晚到达的数据显示它当时仍在",
      reopened: "重新出现",
    },
    bornAfter: "此前最近一次完整采集结束时还没有它：",
    maybeOlder: "实际发布可能更早：此前没有完整采集。",
    lastSeen: "最近一次出现，仍在招",
    closedAfter: "此前最后一次出现：",
    evidence: "{{city}}搜索“{{keyword}}”的一次完整采集未再显示该职位，运行编号",
    chain: "同一岗位：在线 {{days}} 天，共 {{postings}} 次发布",
    asOf: "下架与变化的数据截至",
    never: "尚未检查下架与变化；每小时检查一次。",
  },
});
