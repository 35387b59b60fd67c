import { showFigureChecks } from "./checks.ts";
import { listTopCompanies } from "./companies.ts";
import { showComparison } from "./comparison.ts";
import { showDistribution } from "./distribution.ts";
import { showTimeOnline } from "./life.ts";
import { listFigureMethods } from "./methods.ts";
import { showOverview } from "./overview.ts";
import { showReposts } from "./reposts.ts";
import { listRisingSkills } from "./rising-skills.ts";
import { showSalary } from "./salary.ts";
import { showSalaryMatrix } from "./salary-matrix.ts";
import { showSkillValue } from "./skill-value.ts";
import { showTrend } from "./trend.ts";
import { showWorkingTime } from "./working-time.ts";

export const analyticsOperations = [
  showOverview,
  showTrend,
  showDistribution,
  showSalary,
  showSalaryMatrix,
  showSkillValue,
  listTopCompanies,
  listRisingSkills,
  showReposts,
  showTimeOnline,
  showWorkingTime,
  showComparison,
  listFigureMethods,
  showFigureChecks,
] as const;
