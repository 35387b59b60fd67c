/** Why something waits, in words. */
import { BLOCKER_WORDS } from "../../../../shared/words/why-words.ts";
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("why", {
  en: {
    until: "Until",
    startsAbout: "Starts about",
    blocker: BLOCKER_WORDS.en,
  },
  zh: {
    until: "直到",
    startsAbout: "预计开始：",
    blocker: BLOCKER_WORDS.zh,
  },
});
