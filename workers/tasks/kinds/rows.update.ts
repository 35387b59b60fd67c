/**
 * Corrects fields of postings: who, when and why are kept with each old value, and `rows.restore` writes the old values back.
 * A correction holds until the site sends other content of the posting; a re-clean leaves it alone.
 */
import { z } from "zod";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../../shared/contracts/levels.ts";
import {
  CHOSEN_ROWS,
  CONFIRM,
  REASON,
  type RowCursor,
  refineChosen,
  workOnConfirmed,
} from "../chosen-rows.ts";
import { defineTaskKind } from "../kind.ts";

const text = (max: number) => z.string().trim().min(1).max(max).nullable().optional();
const pay = z.number().min(0).max(10_000_000).nullable().optional().describe("CNY per month");

/** Fields that a posting's own row decides; those that the page of its company fills are not among them. */
const Fields = z
  .strictObject({
    title: text(300),
    company_name: text(300),
    city: text(40),
    district: text(60),
    business_area: text(60),
    degree: z.enum(DEGREE_LEVELS).nullable().optional(),
    experience: z.enum(EXPERIENCE_LEVELS).nullable().optional(),
    job_type: text(40),
    salary_text: text(100),
    monthly_min: pay,
    monthly_max: pay,
  })
  .superRefine((set, context) => {
    if (Object.keys(set).length === 0) context.addIssue({ code: "custom", message: "names no field" });
    const { monthly_min: low, monthly_max: high } = set;
    if (typeof low === "number" && typeof high === "number" && low > high)
      context.addIssue({ code: "custom", path: ["monthly_min"], message: "is over monthly_max" });
  });

const Input = z
  .strictObject({
    ...CHOSEN_ROWS,
    set: Fields.describe("New values by field; null empties a field"),
    reason: REASON,
    confirm: CONFIRM,
  })
  .superRefine(refineChosen);

export const updateRows = defineTaskKind<z.output<typeof Input>, RowCursor>({
  name: "rows.update",
  queue: "batch_processing",
  needs: [{ route: "POST /api/v1/recleans", scope: "recleans:write" }],
  title: { en: "Correct fields of postings", zh: "更正职位字段" },
  input: Input,
  async run(task) {
    const { id, input, services, actor } = task;
    const { set: given, reason } = input;
    const set: Record<string, string | number | null> = {};
    for (const [name, value] of Object.entries(given)) if (value !== undefined) set[name] = value;
    const counted = await workOnConfirmed(task, "changed", (page, at) =>
      services.rows.correct(id, page, { at, by: actor, reason, set }),
    );
    if (counted.dry_run) return counted;
    const corrected = await services.rows.corrected(id);
    return { ...counted, corrected, unchanged: counted.matching - corrected };
  },
});
