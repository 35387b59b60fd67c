/** The texts of the departments page. */
import { defineTexts } from "../../i18n/texts.ts";

export const texts = defineTexts("departments", {
  en: {
    add: "Add department",
    addBelow: "Add sub-department",
    editTitle: "Edit {{name}}",
    parent: "Parent department",
    emptyHint: "With departments, roles can be limited to the records of one part of the team.",
    deleteHint: "Only an empty department can be deleted. You can undo this.",
  },
  zh: {
    add: "添加部门",
    addBelow: "添加下级部门",
    editTitle: "编辑 {{name}}",
    parent: "上级部门",
    emptyHint: "有了部门，角色的数据范围可以限定在团队的一部分。",
    deleteHint: "只能删除空部门。可以撤销。",
  },
});
