import { listCompanies } from "./list.ts";
import { showCompany } from "./show.ts";

export const companyOperations = [listCompanies, showCompany] as const;
