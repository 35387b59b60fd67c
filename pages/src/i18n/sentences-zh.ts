/** Says in Chinese what the API says in a sentence of its own. It is loaded when the first such sentence is shown. */
import { SENTENCES, type SentenceCode } from "../../../shared/errors/sentences.ts";
import { matcherOf } from "../../../shared/errors/templates.ts";
import { TASK_STATE_WORDS } from "../../../shared/words/task-words.ts";

/** Each has the parameters of its English template. */
export const SENTENCES_ZH: Record<SentenceCode, string> = {
  deleted: "{what}已删除，请先还原",
  not_deleted: "{what}未被删除",
  no_record: "没有这条记录：{id}",
  parent_deleted: "上级{what}已删除，请先还原上级",
  same_resource: "已有相同的{what}：{id}",
  too_many_requests: "请求过多，请稍候",
  too_many_wrong: "错误次数过多，请稍后再试",
  too_many_wrong_wait: "错误次数过多，请在 {seconds} 秒后再试",
  too_many_wrong_credentials: "使用错误凭据的请求过多",

  not_permitted: "没有权限：{route}（权限范围 {scope}）",
  people_only: "此操作只能由登录的用户执行，不能使用 API 密钥",
  other_site: "请求来自其他网站",
  grants_more: "{what}拥有您没有的权限：{missing}",
  may_not_register_nodes: "您无权登记采集节点（权限范围 nodes:write）",
  scope_lacking: "您自己没有权限范围 {scope}",
  key_changes_no_email: "API 密钥不能修改其所属账号的邮箱",
  delete_self: "不能删除自己",
  change_own_roles: "不能修改自己的角色",
  disable_self: "不能停用自己",
  set_own_password: "不能在此设置自己的密码；请在账号页修改，需要输入当前密码",

  not_within_reach: "该部门不在您的数据范围内",
  department_holds_departments: "部门下还有部门：{departments}",
  department_holds_users: "部门中还有用户：{users}",
  department_holds_both: "部门下还有部门：{departments}，还有用户：{users}",
  department_holds: "部门尚未清空",
  set_up_over: "已有用户，初始设置已结束",
  last_superuser: "不能删除或停用最后一位超级管理员，也不能取消其角色",
  superuser_role: "超级管理员角色不能修改",
  built_in_role: "内置角色不能删除",
  built_in_role_name: "内置角色的名称不能修改",
  built_in_menu: "内置菜单不能删除",
  built_in_menu_field: "内置菜单的 {field} 不能修改",
  menu_holds: "该菜单下还有其他菜单：{keys}",

  clickhouse_away: "ClickHouse 不可用（{reason}），请稍后再试",
  search_too_slow: "搜索超过 {seconds} 秒；请缩小筛选范围，或稍后再试",
  setting: "配置 {variable}：{reason}",
  parts_down: "不可用：{parts}",

  search_exists: "已有相同的搜索（关键词、城市和渠道均相同）",
  search_exists_as: "已有相同的搜索：关键词 {id}",
  keyword_state: "状态为“{state}”的关键词不能{action}",
  keyword_deleted: "已删除的关键词不能修改",
  company_state: "状态为“{state}”的公司不能重试",
  company_without_name: "该公司没有可用于搜索的名称",
  nodes_only: "{platform} 只由外部节点采集，而外部节点只处理关键词",
  no_keyword: "没有这个关键词：{id}",

  node_deleted: "节点已删除，请先还原",
  node_deleted_already: "节点已被删除",
  node_not_deleted: "节点未被删除",
  node_name_taken: "已有另一个节点名为 {name}",
  resource_twin: "与 {name}（{id}）相同",
  push_contacts_hidden: "没有权限：推送目标会收到招聘者姓名，而这些对您隐藏",

  file_names_recruiters: "文件可能含有招聘者姓名，而您的角色看不到这些姓名",
  pages_name_recruiters: "保留的页面可能含有招聘者姓名，而您的角色看不到这些姓名",
  file_streamed: "没有文件：内容在生成时已直接发送",
  file_state: "没有文件：导出{state}",
  whole_file_state: "没有完整的文件：导出{state}",
  open_exports: "您有 {count} 个导出尚未结束，请等待其中一个结束或取消一个",
  snapshot_of_today: "今天已有快照",

  decision_undone: "判定 {id} 已经撤销",
  decision_undone_before: "判定 {id} 已经撤销过",
  dictionary_edited: "词典刚被他人修改，或已满，请重新查看",
  edit_undone: "第 {number} 次修改已由 {who} 撤销",
  term_changed_later: "{term} 后来又被修改，请先撤销那次修改",
  version_state: "第 {version} 版已是“{state}”",
  version_not_waiting: "第 {version} 版的状态是“{state}”，只能拒绝等待决定的版本",
  cannot_in_state: "不能{action}：当前状态是“{state}”",
  wrote_nothing: "不能撤销：它没有写入任何内容",
  later_run: "不能撤销：请先撤销之后的运行 {id}",
  dry_run_old: "试运行已超过 {days} 天，请重新试运行",
  parser_changed: "试运行之后解析器有变化，请重新试运行",
  reclean_runs: "该平台、该类数据的重新清洗正在运行，请等待或取消它",

  not_own_search: "只有保存者本人可以修改该搜索",
  saved_searches_full: "您已有 {count} 个已存搜索，请先删除一个",
  subscriptions_full: "您已有 {count} 个订阅，请先删除一个",
  subscription_there: "已有这个订阅",
  no_feed: "不能更换链接：该订阅的渠道为“{channel}”，不是订阅源",

  deliveries_wait: "等待发往此端点的投递过多",
  endpoint_there: "已有这个端点",
  endpoints_full: "已有 {count} 个 Webhook 端点，请先删除一个",
  no_replay: "不能重放：该投递的状态是“{state}”，或端点已停用",
  endpoint_url_stays: "创建者的订阅可能发往此处，其中的联系方式对您隐藏，因此不能修改地址",

  channels_full: "已有 {count} 个渠道，请先删除一个",
  rules_full: "已有 {count} 条规则，请先删除一条",
  built_in_rule: "内置规则不能删除，可以停用",
  not_built_in_rule: "{name} 不是内置规则",
  alert_over: "告警已结束",
  alert_acknowledged: "{who} 已确认此告警",
  alert_not_acknowledged: "告警未被确认，或已结束",
  receiver_gone: "接收方已删除或停用",
  service_answered: "对方服务返回 {answer}",
  service_no_json: "对方服务返回的不是 JSON",
  target_answered: "目标返回 {status}",
  endpoint_answered: "端点返回 {status}",
  no_smtp: "无法发送邮件：未设置 SMTP_URL",
  no_address: "{host} 没有 IP 地址",

  schedules_full: "已有 {count} 个计划，请先删除一个",
  schedule_changing: "{name} 正被他人修改，请重试",
  schedule_paused: "{name} 已暂停",
  schedule_not_paused: "{name} 未暂停",
  schedule_no_default: "{name} 不是此部署的任务，没有默认设置",
  schedule_of_platform: "{name} 是系统自带的计划，请改为停用",
  no_dry_run: "{name} 不支持试运行",
  no_missed_slot: "这段时间内没有错过的时刻",
  backfill_runs: "{name} 的补跑正在进行，请等待或取消它",
  backfill_ended: "补跑已结束",
  schedule_needs_tasks: "计划会创建任务，而您没有创建任务的权限：POST /api/v1/tasks",

  bulk_ended: "批量操作已结束（{state}）",
  bulk_need: "对{noun}的批量操作需要 {route}（权限范围 {scope}）",
  open_bulk_actions: "您有 {count} 个批量操作尚未结束，请等待其中一个结束或中止一个",
  bulk_account_closed: "{who} 的账号已停用",
  bulk_right_lost: "{who} 不再有此权限：{route}",
  bulk_step_failed: "有一步失败，详见日志",
  no_dead_letter: "没有这条死信：{id}",

  task_need: "{kind} 任务需要 {route}（权限范围 {scope}）",
  task_need_more: "{kind} 任务需要更多权限",
  no_task: "没有这个任务：{id}",
  no_task_to_wait_for: "此队列中没有要等待的任务 {id}",
  no_batch: "没有这个批次：{id}",
  batch_sealed: "批次已封闭，不能再添加任务",
  batch_full: "一个批次最多 {max} 个任务",
  task_lease: "任务 {id} 的租约已失效",
  task_no_turn: "状态为“{state}”的任务不再排队",
  task_no_hand: "状态为“{state}”的任务不能手动添加检查点",
  task_done: "已完成的任务不能恢复，请重新创建",
  task_not_cancellable: "状态为“{state}”的任务不能取消",
  task_not_stopped: "状态为“{state}”的任务尚未停止",
  task_needs_nobody: "状态为“{state}”的任务不需要人工处理",
  task_runs: "任务正在运行，请先取消再恢复",
  task_auto: "自动恢复只用于失败的任务，而它的状态是“{state}”",
  task_no_checkpoint: "没有可以继续的检查点",
  task_bad_checkpoint: "没有完好的检查点 {checkpoint}",
  task_manual: "已交由人工处理",
  task_skipped: "已经跳过",

  took_longer: "运行超过 {seconds} 秒",
  took_longer_than_timeout: "运行超过了时限",
  lease_ended: "租约已到期：运行它的 Worker 再无消息",
  input_wrong: "输入有误",
  unknown_kind: "没有这种任务：{kind}",
  result_too_large: "结果超过 {bytes} 字节",
  receipt_gone: "上传 {number} 的回执已不存在",
  file_gone: "没有文件 {id}：文件只保留 30 天",
  no_rows: "文件中没有可以导入的行",
  no_rows_because: "文件中没有可以导入的行：{why}",
  no_crawlable_keyword: "筛选出的关键词目前都不能采集",
  no_posting: "没有符合筛选条件的职位",
  not_ended: "任务 {id} 尚未结束，请先取消",
  nothing_to_restore: "任务 {id} 删除或更正的职位中没有可以还原的",
  no_owner: "导出须归属于某个人，而此任务没有创建者",
  contacts_hidden: "筛选条件可能是联系方式的一部分，而联系方式对创建者隐藏",
  export_gone: "导出 {id} 已不存在",
  export_ended: "导出{state}",
  no_target: "没有这个推送目标：{target}",
  empty_filter: "筛选条件为空，将匹配全部职位",
  unknown_city: "{platform} 没有筛选条件中的城市；最接近的是：{cities}",
  unknown_city_anywhere: "没有筛选条件中的城市；最接近的是：{cities}",
  wrong_city: "筛选条件中的城市有误：{reason}",
  task_files_full:
    "您已有 {files} 个任务文件，共 {bytes}；加上这个 {more} 的文件将超过 {max_files} 个或 {max_bytes}，请先删除一个",
  other_count:
    "符合条件的职位有 {listed} 个，而确认的是 {confirm} 个：没有任何改动；请重新查看并确认 {count}",
  no_connection: "无法连接（参考号 {reference}）",
  connection_ended: "连接中断",

  progress_kept: "已保留 {count}",
  progress_rows: "{count} 行",
  progress_keys: "{count} 个键",
  progress_waits: "等待入库",
  progress_compares: "正在比较",
};

/** English words that a parameter may be or begin with: states, actions, nouns. */
const WORDS: Readonly<Record<string, string>> = {
  ...TASK_STATE_WORDS.zh,
  pending: "待处理",
  paused: "已暂停",
  partial: "部分完成",
  aborted: "已中止",
  deleted: "已删除",
  expired: "已过期",
  undone: "已撤销",
  dropped: "未发送",
  gone: "不存在",
  checking: "检查中",
  checked: "等待确认",
  applying: "写入中",
  undoing: "撤销中",
  proposed: "等待决定",
  active: "生效中",
  rejected: "已拒绝",
  superseded: "旧版本",
  pause: "暂停",
  resume: "恢复",
  retry: "重试",
  restore: "还原",
  delete: "删除",
  cancel: "取消",
  undo: "撤销",
  restart: "重新开始",
  skip: "跳过",
  run: "立即运行",
  start: "写入变化",
  tasks: "任务",
  keywords: "关键词",
  "dead-letters": "死信",
  "job-pairs": "职位对",
  "company-pairs": "公司对",
  "the node": "该节点",
  user: "用户",
  role: "角色",
  department: "部门",
  menu: "菜单",
  channel: "渠道",
  "push target": "推送目标",
  "alert rule": "告警规则",
  "webhook endpoint": "Webhook 端点",
  "saved search": "已存搜索",
  "platform token": "平台令牌",
  proxy: "代理",
  superuser: "超级管理员",
  mail: "邮件",
  webhook: "Webhook",
};
/** The longest noun comes first. */
const NOUNS = Object.keys(WORDS).sort((a, b) => b.length - a.length);

/** The parameters that hold names which people gave stay as they are, even where they read like one of the words. */
const IN_WORDS: ReadonlySet<string> = new Set(["state", "action", "noun", "what", "missing", "channel"]);

function inWords(name: string, value: string): string {
  if (!IN_WORDS.has(name)) return value;
  const whole = WORDS[value];
  if (whole !== undefined) return whole;
  const noun = name === "what" ? NOUNS.find((known) => value.startsWith(`${known} `)) : undefined;
  return noun === undefined ? value : `${WORDS[noun]} ${value.slice(noun.length + 1)} `;
}

const find = matcherOf(SENTENCES);

/** @returns the sentence in Chinese; one that is not in the list as it is */
export function sentenceInChinese(sentence: string): string {
  const found = find(sentence);
  if (!found) return sentence;
  return SENTENCES_ZH[found.code]
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => inWords(name, found.params[name] ?? ""))
    .trim();
}
