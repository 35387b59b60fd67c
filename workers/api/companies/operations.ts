import { cleanCompany } from "./clean.ts";
import { showCompanyLinks } from "./links.ts";
import { listCompanies } from "./list.ts";
import { listCompanyEvents } from "./list-events.ts";
import { showCompanyLogo } from "./logo.ts";
import { pullCompanyJobs } from "./pull-jobs.ts";
import { showCompany } from "./show.ts";
import { stopPull } from "./stop-pull.ts";

export const companyOperations = [
  listCompanies,
  showCompany,
  showCompanyLogo,
  showCompanyLinks,
  listCompanyEvents,
  cleanCompany,
  pullCompanyJobs,
  stopPull,
] as const;
