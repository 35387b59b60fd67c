import type {
  DictionaryState,
  EditPreview,
  SkillEdit,
  SkillTerm,
  UnknownTag,
} from "../../../shared/contracts/skills.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const exampleTerm: SkillTerm = {
  key: "mysql数据库",
  text: "mysql数据库",
  kind: "skill",
  skill: "MySQL",
  in_text: "no",
  source: "base",
  postings: 5120,
};

export const exampleEdit: SkillEdit = {
  number: 42,
  at: EXAMPLE_NOW,
  by: "Lin",
  action: "set",
  note: "a new database",
  entries: [
    {
      key: "polardb",
      before: null,
      after: { text: "PolarDB", kind: "skill", skill: "PolarDB", in_text: "yes" },
    },
  ],
  undoes: null,
  undone_by: null,
};

export const exampleState: DictionaryState = {
  version: "1.42",
  published: "1.41",
  is_current: false,
  terms: 2424,
  changed_terms: 17,
};

const lists = { skills: ["MySQL"], welfare: [], requirements: [] };
export const examplePreview: EditPreview = {
  entries: exampleEdit.entries,
  postings: 37,
  exact: true,
  examples: [
    {
      platform: "qcwy",
      job_key: "147258369",
      title: "数据库工程师",
      before: lists,
      after: { ...lists, skills: ["MySQL", "PolarDB"] },
    },
  ],
};

export const exampleUnknown: UnknownTag = {
  tag: "岩板",
  kind: "skill",
  postings: 12,
  platforms: ["qcwy"],
  examples: ["岩板销售经理"],
};
export const exampleEditInput = {
  action: "set" as const,
  terms: [{ text: "PolarDB", kind: "skill" as const, skill: "PolarDB", in_text: "yes" as const }],
  note: "a new database",
};
