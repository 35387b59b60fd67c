/** Exports cronstrue with its Chinese words, which the second import adds. */
import cronstrue from "cronstrue";
import "cronstrue/locales/zh_CN.js";

export { cronstrue };
