/** Formats lists of words. */

/** @returns `Shanghai, Beijing`, in Chinese `上海、北京` */
export const formatList = (words: readonly (string | number)[], language: string): string =>
  words.join(language === "zh-CN" ? "、" : ", ");
