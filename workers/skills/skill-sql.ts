/**
 * Skills of a posting in ClickHouse: its tags by `skill_tags`, its title and text by `skill_patterns`. Both are read once
 * per statement as constants. A tag that is not in the table yet is a skill by its own name, as a rule would say of most.
 */
import { MAX_TAG_CHARS } from "../../shared/domain/skills/rules.ts";
import { distinctSkillsSql } from "../clickhouse/job-skills.ts";
import { sqlString } from "../clickhouse/query.ts";

/** A pattern that is in no text: lists of patterns end with it, because ClickHouse takes no empty one. */
export const NEVER = "\\x01never\\x02";
/** The first letter of the kind stands before the names: skill, welfare, requirement, title, other. */
const CODE = "substring(kind, 1, 1)";
/** Stands between the names. */
const BETWEEN = "'\\n'";

/** Tables of the dictionary; a preview reads others. */
export interface DictionaryTables {
  tags: string;
  patterns: string;
}
export const IN_FORCE: DictionaryTables = { tags: "skill_tags FINAL", patterns: "skill_patterns FINAL" };

/** Entries of a WITH clause, on which the expressions below rely. */
export const dictionarySql = ({ tags, patterns }: DictionaryTables): string => `
    (SELECT (groupArray(tag), groupArray(concat(${CODE}, arrayStringConcat(skills, ${BETWEEN}))))
      FROM (SELECT * FROM ${tags} WHERE NOT (kind = 'skill' AND skills = [tag]) ORDER BY tag)) AS skill_map,
    (SELECT (groupArray(skill), arrayConcat(groupArray(pattern), [${sqlString(NEVER)}]))
      FROM (SELECT * FROM ${patterns} WHERE pattern != '' ORDER BY skill)) AS skill_patterns_map`;

interface Source {
  /** Expressions of Array(String): what the site lists as skills, and its tags. */
  skills: string;
  tags: string;
  /** Expressions of folded title and text. */
  texts: string[];
}

/** Aliases for a WITH clause: `tag_classes`, pairs of a tag and what it is, and `all_skills`. */
export function classesSql({ skills, tags, texts }: Source): string {
  const listed = `arrayDistinct(arrayConcat(arrayMap(x -> toString(x), ${skills}), arrayMap(x -> toString(x), ${tags})))`;
  const ofTags = `arrayFlatten(arrayMap(c -> multiIf(
      c.2 = '', if(lengthUTF8(c.1) <= ${MAX_TAG_CHARS}, [c.1], []),
      startsWith(c.2, 's'), splitByChar(${BETWEEN}, substring(c.2, 2)),
      []), tag_classes))`;
  const text = `concat(${texts.join(", '\\n', ")})`;
  // The indices come in the order of the matches.
  const ofText = `arrayMap(i -> skill_patterns_map.1[i], arraySort(multiMatchAllIndices(${text}, skill_patterns_map.2)))`;
  return `
    arrayMap(x -> (x, transform(x, skill_map.1, skill_map.2, '')), ${listed}) AS tag_classes,
    arrayConcat(${ofTags}, ${ofText}) AS named_skills,
    ${distinctSkillsSql("named_skills")} AS all_skills`;
}

/** Tags of one kind, as the site sends them. */
export const tagsOfKindSql = (kind: "welfare" | "requirement" | "title"): string =>
  `arrayMap(c -> c.1, arrayFilter(c -> startsWith(c.2, '${kind[0]}'), tag_classes))`;
