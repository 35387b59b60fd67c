/** A sentence that the API wrote in English: in an error without field problems, or kept with a record. */
import { useEffect, useState } from "react";
import { useTexts } from "../i18n/texts.ts";

type Say = (sentence: string) => string;

const asItIs: Say = (sentence) => sentence;
let inChinese: Say | null = null;

/** Few visits show such a sentence, so the Chinese ones are loaded when the first is shown. */
async function loadChinese(): Promise<Say> {
  try {
    inChinese = (await import("../i18n/sentences-zh.ts")).sentenceInChinese;
  } catch {
    return asItIs;
  }
  return inChinese;
}

/** Shows the sentence in English, its translation in Chinese, and nothing until that is loaded. */
export function ServerText({ text }: { text: string }) {
  const { language } = useTexts();
  const [say, setSay] = useState<Say | null>(() => inChinese);
  const needsChinese = language === "zh-CN" && say === null;
  useEffect(() => {
    if (!needsChinese) return;
    let isShown = true;
    void loadChinese().then((loaded) => {
      if (isShown) setSay(() => loaded);
    });
    return () => {
      isShown = false;
    };
  }, [needsChinese]);
  return <>{language === "zh-CN" ? say?.(text) : text}</>;
}
