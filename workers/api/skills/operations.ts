import { createSkillEdit } from "./create-edit.ts";
import { exportSkills } from "./export.ts";
import { importSkills } from "./import.ts";
import { listSkills } from "./list.ts";
import { listSkillEdits } from "./list-edits.ts";
import { listUnknownTags } from "./list-unknown.ts";
import { previewSkillEdit } from "./preview-edit.ts";
import { showSkillDictionary } from "./show-state.ts";
import { undoSkillEdit } from "./undo-edit.ts";

export const skillOperations = [
  listSkills,
  showSkillDictionary,
  listUnknownTags,
  exportSkills,
  importSkills,
  listSkillEdits,
  createSkillEdit,
  previewSkillEdit,
  undoSkillEdit,
] as const;
