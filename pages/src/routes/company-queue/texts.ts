/** The texts of the cleaning queue. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("company-queue", {
  en: {
    hint: "Every {{minutes}} minutes, up to {{collect}} companies named in postings enter the queue and up to {{process}} are fetched. They share the pace and the breaker of the keywords.",
    table: "Cleaning queue",
    company: "Company",
    changed: "Changed",
    cleaned: "Last cleaned",
    allStates: "All states",
    search: "Name or key",
    emptyTitle: "The queue is empty",
    emptyHint: "Companies enter it with the postings of a keyword.",
    noMatchTitle: "No company of the queue matches these filters",
    notCrawled: "crawled by external nodes only: not cleaned",
    counts: "{{waiting}} waiting · {{active}} in progress · {{done}} cleaned",
    stuck: "{{blocked}} blocked · {{failed}} failed",
  },
  zh: {
    hint: "每 {{minutes}} 分钟最多有 {{collect}} 家出现在职位中的公司进入队列，最多采集 {{process}} 家；与关键词共用采集节奏和熔断器。",
    table: "清洗队列",
    company: "公司",
    changed: "变更时间",
    cleaned: "最近清洗",
    allStates: "全部状态",
    search: "名称或编号",
    emptyTitle: "队列为空",
    emptyHint: "公司随关键词的职位进入队列。",
    noMatchTitle: "队列中没有符合筛选条件的公司",
    notCrawled: "仅由外部节点采集：不清洗",
    counts: "等待 {{waiting}} 家 · 处理中 {{active}} 家 · 已清洗 {{done}} 家",
    stuck: "被拦截 {{blocked}} 家 · 失败 {{failed}} 家",
  },
});
