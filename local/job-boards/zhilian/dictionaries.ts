/** The dictionaries of the Zhilian board, all in one answer. */
import type { FilterTable } from "../../../shared/platforms/filter-table.ts";
import { DEGREE, EXPERIENCE, SALARY, SIZE } from "../../../shared/platforms/zhilian/codes.ts";
import { INDUSTRIES } from "../corpus/industries.ts";
import { byProvince } from "../site-codes.ts";
import { codes } from "./posting.ts";

const options = ({ codes: own }: FilterTable) => own.map(({ code, label }) => ({ code, name: label }));

function cities() {
  const districts = Map.groupBy(codes.districts, ({ city }) => city);
  const city = (name: string) => ({
    code: codes.cities[name],
    name,
    en_name: "",
    sublist: (districts.get(codes.cities[name] ?? "") ?? []).map((one) => ({
      code: one.code,
      name: one.name,
      sublist: [],
    })),
  });
  return [
    city("全国"),
    ...byProvince(codes).flatMap(({ province, names }, at): object[] =>
      // A municipality is its own province, and stands beside the others.
      /市$|特别行政区$/.test(province)
        ? names.map(city)
        : [
            {
              code: String(9000 + at),
              name: province.replace(/省$|(?:壮族|回族|维吾尔)?自治区$/, ""),
              en_name: "",
              sublist: names.map(city),
            },
          ],
    ),
  ];
}

export const DICTIONARIES: Readonly<Record<string, () => string>> = {
  "/c/i/search/base/data": () =>
    JSON.stringify({
      code: 200,
      message: "成功",
      data: {
        hotCity: [{ code: codes.cities.北京, name: "北京" }],
        allCity: cities(),
        workExpType: options(EXPERIENCE),
        educationType: options(DEGREE),
        salaryType: options(SALARY),
        companySize: options(SIZE),
        jobStatus: [
          { code: "2", name: "全职" },
          { code: "1", name: "兼职/临时" },
        ],
        industry: INDUSTRIES.map(({ name, trades }, at) => ({
          code: `${100 + at}000`,
          name,
          sublist: trades.map((trade, index) => ({ code: `${100 + at}${101 + index}`, name: trade })),
        })),
      },
    }),
};
