/** The texts of the frame of the matches page; each tab has a file of its own. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("matches", {
  en: {
    tabs: "Kinds of matches",
    tab: { companies: "Companies", jobs: "Postings" },
  },
  zh: {
    tabs: "查重类别",
    tab: { companies: "公司", jobs: "职位" },
  },
});
