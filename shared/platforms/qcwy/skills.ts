/**
 * 51job has one list of tags for all that it says of a posting: experience, degree, skills and welfare. The skills are
 * what is left without the parts that are recognised.
 */
import { parseExperience } from "../../domain/experience.ts";

const DEGREE =
  /^(?:统招|全日制)?(?:小学|初中|高中|中专|中技|中职|技校|大专|专科|本科|学士|硕士|研究生|博士|mba)(?:[/、](?:高中|中专|中技|中职|技校|大专|专科|本科|硕士|研究生|博士))*(?:及?以[上下])?(?:学历)?$|^(?:学历不限|不限学历|(?:无|不限)学历要求)$/i;
/** What an employer pays or gives. */
const PAY =
  /奖金?$|年终奖|提成$|分红$|期权$|股权激励$|年金$|双薪$|(?:\d|[一二三四五六十N])薪$|调薪$|加薪$|底薪|^高薪|薪资(?:不打折|高|可谈|面议)|高(?:提成|底薪|佣金)|(?:补贴|补助|津贴|报销|福利|福利好|礼品|礼物|礼金|礼包|慰问金?|红包|贺金|高温费|取暖费|过节费)$|^[餐话房车饭油网交差电]补$|饭贴$|福利待遇|待遇(?:好|优厚|优)/;
const INSURANCE =
  /^[三四五六七\d]险|[五六七]险|补充保险$|团体险$|[险金]一金$|公积金$|^(?:购买|缴纳|缴|交|买|全额)?社保(?:齐全|公积金)?$|^社会保险$|^(?:购买|补充|提供)?(?:补充)?(?:商业|医疗|意外|养老|工伤|失业|生育)(?:医疗|养老|意外|伤害)?(?:保险|险)$|^购买保险$/;
const TIME_OFF =
  /^(?:周末|每?周)?[单双]休|[单双]轮?休$|大小[周休]|做[五六]休[一二]|^[五六]天|周[五六日末](?:单|双)休|八小时|朝[八九十]晚|假$|调休$|(?:带薪|年|病)(?:休)?假|休假|假期$|假日|法定|国定|^弹性|不加班|加班少|不打卡|时间自由/;
const SERVICE =
  /体检$|体检报销|.旅游$|旅行$|^团建|团建$|团建(?:活动|旅游|聚餐)|^团队建设$|团队(?:聚餐|活动|年轻|氛围)|聚餐|下午茶|零食|食堂|(?:工作|午|晚|早|中|三|免费|包|提供)餐|^(?:可|免费|提供|包|管|安排|有|公司|员工|集体)*(?:吃|住|食宿|住宿|宿舍|三餐|吃住|吃包住|吃管住)(?:宿|包.餐)?$|^包[吃住食]|^包午餐|班车|^免费|生日(?:福利|会|礼|聚)|^节日|^员工(?:宿舍|旅游|活动|生日|餐|关怀)|^子女|落户$|实习证明|转正/;
const PROMISE =
  /晋升|(?:发展|提升|成长|上升)(?:空间|潜力|前景|机会)|(?:出国|培训|学习|转正|锻炼|深造|进修)机会|机会(?:多|大)?$|^(?:专业|在职|带薪|岗前|入职|员工|技能|完善|免费|定期|岗位|系统|新人|内部)培训$|领导(?:好|nice)|扁平(?:化)?管理|氛围(?:好|佳)?$|环境(?:好|优美|舒适)$|交通便利|地铁(?:口|附近|沿线|周边)|上市公司$|^(?:世界)?500强$|^(?:国企|央企|外企|大平台|大公司|行业龙头)$/;
/** A longer tag is prose, which no rule here reads. */
const MAX_LENGTH = 40;
const WELFARE = [INSURANCE, PAY, TIME_OFF, SERVICE, PROMISE];

/**
 * @param tags as the site sent them
 * @param known texts that other fields of the posting hold: its experience, degree and welfare
 * @returns the tags that are none of these
 */
export function skillsOf(tags: readonly string[], known: readonly (string | null)[]): string[] {
  return tags.filter(
    (tag) =>
      tag.length > MAX_LENGTH ||
      (!known.includes(tag) &&
        !DEGREE.test(tag) &&
        parseExperience(tag) === null &&
        !WELFARE.some((kind) => kind.test(tag))),
  );
}
