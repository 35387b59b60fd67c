/** Skills of `job_facts`: compared in one form, whatever their letter case and width. */

/** The form by which skills are compared. */
export const skillKeySql = (skill: string): string => `lowerUTF8(normalizeUTF8NFKC(${skill}))`;
/** The same form of a skill that is at hand. */
export const skillKey = (skill: string): string => skill.normalize("NFKC").toLowerCase();

/** @param list expression of Array(String) */
export const skillKeysSql = (list: string): string => `arrayMap(x -> ${skillKeySql("x")}, ${list})`;

/** The list without those that differ from an earlier one in letter case or width only. */
export const distinctSkillsSql = (list: string): string =>
  `arrayFilter((x, at) -> indexOf(${skillKeysSql(list)}, ${skillKeySql("x")}) = at, ${list}, arrayEnumerate(${list}))`;
