/** The texts of the menus page. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("menus", {
  en: {
    add: "Add entry",
    addHint: "It appears once a role includes it: see Roles.",
    editTitle: "Edit {{name}}",
    entry: "Entry",
    titleEn: "English title",
    titleZh: "Chinese title",
    key: "Key",
    keyHint: "A fixed identifier of a–z, digits and dashes.",
    path: "Path",
    pathHint: "A path of this dashboard such as /keywords; empty for a group.",
    group: "group",
    parent: "In group",
    icon: "Icon",
    deleteHint: "It disappears from everyone's side menu. You can undo this.",
  },
  zh: {
    add: "添加菜单",
    addHint: "授予角色后才会显示，见“角色”。",
    editTitle: "编辑 {{name}}",
    entry: "菜单",
    titleEn: "英文标题",
    titleZh: "中文标题",
    key: "标识",
    keyHint: "由 a–z、数字和横线组成的固定标识。",
    path: "路径",
    pathHint: "本系统的路径，如 /keywords；分组留空。",
    group: "分组",
    parent: "所属分组",
    icon: "图标",
    deleteHint: "会从所有人的侧边菜单中消失。可以撤销。",
  },
});
