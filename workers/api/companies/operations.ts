import { showCompanyLinks } from "./links.ts";
import { listCompanies } from "./list.ts";
import { showCompany } from "./show.ts";

export const companyOperations = [listCompanies, showCompany, showCompanyLinks] as const;
