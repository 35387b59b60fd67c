/** Adds its words to the library; exports nothing. */
declare module "cronstrue/locales/zh_CN.js";
