/** A menu's title in the language of the page. */
export const menuTitle = (menu: { title_en: string; title_zh: string }, language: string): string =>
  language === "zh-CN" ? menu.title_zh : menu.title_en;
