/** Why something waits, in words. */
import { TASK_QUEUE_WORDS } from "../../../../shared/words/task-words.ts";
import { BLOCKER_WORDS, WAIT_WORDS } from "../../../../shared/words/why-words.ts";
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("why", {
  en: {
    until: "Until",
    startsAbout: "Starts about",
    blocker: BLOCKER_WORDS.en,
    wait: WAIT_WORDS.en,
    queueName: TASK_QUEUE_WORDS.en,
  },
  zh: {
    until: "直到",
    startsAbout: "预计开始：",
    blocker: BLOCKER_WORDS.zh,
    wait: WAIT_WORDS.zh,
    queueName: TASK_QUEUE_WORDS.zh,
  },
});
