/**
 * The closed list of sentences that the API says in an error's `message` where no field is at fault, and that it keeps
 * with a record: why a bulk action left one out, why a task failed. They are written where the check is, in English; by
 * its template here the dashboard says one in another language. What only nodes and uploading programs are told is not
 * in the list.
 */

/** Code → sentence; `{name}` is a parameter. */
export const SENTENCES = {
  // Any record.
  deleted: "{what} is deleted; restore it first",
  not_deleted: "{what} is not deleted",
  no_record: "no record {id}",
  parent_deleted: "{what} above it is deleted; restore that first",
  same_resource: "the same {what} is there already: {id}",
  too_many_requests: "too many requests; slow down",
  too_many_wrong: "too many wrong tries; try again later",
  too_many_wrong_wait: "too many wrong tries; try again in {seconds} s",
  too_many_wrong_credentials: "too many requests with a wrong credential",

  // Rights.
  not_permitted: "not permitted: {route} (scope {scope})",
  people_only: "only a person who signed in may do this, no API key",
  other_site: "the request comes from another site",
  grants_more: "{what} has more than you: {missing}",
  may_not_register_nodes: "node: you may not register crawler nodes (scope nodes:write)",
  scope_lacking: "scopes: you do not have {scope} yourself",
  key_changes_no_email: "no API key may change the e-mail address of its own account",
  delete_self: "nobody may delete themselves",
  change_own_roles: "nobody may change their own roles",
  disable_self: "nobody may disable themselves",
  set_own_password: "nobody may set their own password here; POST /api/v1/auth/password asks for the old one",

  // People and departments.
  not_within_reach: "the department is not within your reach",
  department_holds_departments: "the department still has departments ({departments}) in it",
  department_holds_users: "the department still has users ({users}) in it",
  department_holds_both: "the department still has departments ({departments}) and users ({users}) in it",
  department_holds: "the department still has something in it",
  set_up_over: "there is a user already; set-up is over",
  last_superuser: "the last superuser can't be deleted, disabled or lose that role",
  superuser_role: "the superuser role can't be changed",
  built_in_role: "a built-in role can't be deleted",
  built_in_role_name: "a built-in role keeps its name",
  built_in_menu: "a built-in menu can't be deleted",
  built_in_menu_field: "a built-in menu keeps its {field}",
  menu_holds: "the menu still has others below it: {keys}",

  // Dependencies.
  clickhouse_away: "ClickHouse is unavailable ({reason}); try again later",
  search_too_slow: "the search takes over {seconds} s; narrow the filter, or try again later",
  setting: "configuration: {variable} {reason}",
  parts_down: "down: {parts}",

  // Keywords and companies.
  search_exists: "this search exists already: the same keyword, city and channel",
  search_exists_as: "this search exists already: keyword {id}",
  keyword_state: "a keyword that is {state} cannot {action}",
  keyword_deleted: "a keyword that is deleted cannot be changed",
  company_state: "a company that is {state} cannot be retried",
  company_without_name: "the company has no name that could be searched for",
  nodes_only: "{platform} is crawled by external nodes only, which do keywords only",
  no_keyword: "no keyword {id}",

  // Nodes and push.
  node_deleted: "the node is deleted; restore it first",
  node_deleted_already: "the node is deleted already",
  node_not_deleted: "the node is not deleted",
  node_name_taken: "name: another node is called {name}",
  resource_twin: "is the same as {name} ({id})",
  push_contacts_hidden: "not permitted: a push target gets recruiters' names, which are hidden from you",

  // Exports, kept pages, data set.
  file_names_recruiters: "the file may name recruiters, whom your roles do not show you",
  pages_name_recruiters: "kept pages may name recruiters, whom your roles do not show you",
  file_streamed: "there is no file: it was sent while it was made",
  file_state: "there is no file: it is {state}",
  whole_file_state: "there is no whole file: it is {state}",
  open_exports: "you have {count} exports that have not ended; wait for one, or cancel it",
  snapshot_of_today: "there is a snapshot of today already",

  // Corrections of data.
  decision_undone: "decision {id} was undone already",
  decision_undone_before: "decision {id} was undone before",
  dictionary_edited: "the dictionary was edited by someone else meanwhile, or is full: look again",
  edit_undone: "edit {number} was undone by {who}",
  term_changed_later: "{term} was changed by a later edit: undo that one first",
  version_state: "version {version} is {state} already",
  version_not_waiting: "version {version} is {state}: only one that waits is rejected",
  cannot_in_state: "cannot {action}: it is {state}",
  wrote_nothing: "cannot undo: it has written nothing",
  later_run: "cannot undo: undo the later run {id} first",
  dry_run_old: "the dry run is older than {days} days; begin a new one",
  parser_changed: "the parser has changed since the dry run; begin a new one",
  reclean_runs: "a re-clean of this platform and data type is running; wait for it, or cancel it",

  // Saved searches and subscriptions.
  not_own_search: "only the person who saved a search may change it",
  saved_searches_full: "you have {count} saved searches; delete one first",
  subscriptions_full: "you have {count} subscriptions; delete one first",
  subscription_there: "the subscription is there already",
  no_feed: "cannot renew: it is a {channel}, not a feed",

  // Webhooks.
  deliveries_wait: "too many deliveries wait for this endpoint already",
  endpoint_there: "the endpoint is there already",
  endpoints_full: "there are {count} webhook endpoints; delete one first",
  no_replay: "cannot replay: it is {state}, or its endpoint is off",
  endpoint_url_stays:
    "subscriptions of its creator may go there, with contacts that are hidden from you: the url stays",

  // Alerts.
  channels_full: "there are {count} channels already; delete one first",
  rules_full: "there are {count} rules already; delete one first",
  built_in_rule: "a built-in rule can't be deleted; switch it off",
  not_built_in_rule: "{name} is not a built-in rule",
  alert_over: "the alert is over",
  alert_acknowledged: "{who} has acknowledged it already",
  alert_not_acknowledged: "the alert is not acknowledged, or is over",
  receiver_gone: "the receiver is gone or switched off",
  service_answered: "the service answered {answer}",
  service_no_json: "the service did not answer JSON",
  target_answered: "the target answered {status}",
  endpoint_answered: "the endpoint answered {status}",
  target_not_reached: "the target answered {status}: {what}",
  endpoint_not_reached: "the endpoint answered {status}: {what}",
  connection_refused: "nothing accepts connections at {address}",
  connection_closed: "{host} closed the connection before its answer was complete",
  connection_failed: "no connection to {host}",
  no_tls: "no TLS connection to {host}: its certificate is not valid for this name, or it speaks no TLS",
  no_answer_in_time: "no whole answer within {ms} ms",
  answer_too_large: "answer is over {bytes} bytes",
  too_many_redirects: "more than {count} redirects",
  redirect_no_url: "redirect is not a URL",
  redirect_without_tls: "redirect leads from https to http",
  no_smtp: "no mail can be sent: SMTP_URL is missing",
  no_address: "{host} has no address",
  no_resolver: "the DNS resolver does not answer",
  resolver_answered: "the DNS resolver answered {status}",
  resolver_error: "the DNS resolver answered error {status} for {name}",

  // Schedules.
  schedules_full: "there are {count} schedules already; remove one first",
  schedule_changing: "{name} is being changed by others; try again",
  schedule_paused: "{name} is paused already",
  schedule_not_paused: "{name} is not paused",
  schedule_no_default: "{name} is no job of this deployment and has no default",
  schedule_of_platform: "{name} is a job of the platform; disable it instead",
  no_dry_run: "{name} has no dry run",
  no_missed_slot: "no missed slot lies in this span",
  backfill_runs: "a backfill of {name} goes on; wait for it or cancel it",
  backfill_ended: "the backfill has ended",
  schedule_needs_tasks: "a schedule creates tasks, which you may not do: POST /api/v1/tasks",

  // Bulk actions.
  bulk_ended: "a bulk action that is {state} has ended",
  bulk_need: "a bulk action on {noun} needs {route} (scope {scope})",
  open_bulk_actions: "you have {count} bulk actions that have not ended; wait for one, or abort it",
  bulk_account_closed: "the account of {who} is closed",
  bulk_right_lost: "{who} may no longer do this: {route}",
  bulk_step_failed: "a step failed; see the log",
  no_dead_letter: "no dead letter {id}",

  // Tasks.
  task_need: "a task of {kind} needs {route} (scope {scope})",
  task_need_more: "a task of {kind} needs more permissions",
  no_task: "no task {id}",
  no_task_to_wait_for: "no task {id} to wait for",
  queue_away: "the tasks of the queue {queue} can't be reached now; try again",
  no_batch: "no batch {id}",
  batch_sealed: "the batch is sealed: no task is added any more",
  batch_full: "a batch holds at most {max} tasks",
  task_lease: "the lease of task {id} is held no longer",
  task_no_turn: "a task that is {state} has no turn",
  task_no_hand: "a task that is {state} takes none by hand",
  task_done: "a task that is done cannot be recovered: create it again",
  task_not_cancellable: "a task that is {state} cannot be cancelled",
  task_not_stopped: "a task that is {state} has not stopped",
  task_needs_nobody: "a task that is {state} needs nobody",
  task_runs: "a task that runs cannot be recovered: cancel it first",
  task_auto: "auto is for tasks that failed; it is {state}",
  task_no_checkpoint: "it has no checkpoint to go on from",
  task_bad_checkpoint: "it has no good checkpoint {checkpoint}",
  task_manual: "it is left to a person",
  task_skipped: "it is skipped already",

  // Why a task failed.
  took_longer: "it took longer than {seconds} s",
  took_longer_than_timeout: "it took longer than its timeout",
  lease_ended: "its lease ended: the Worker that ran it told nothing more",
  input_wrong: "the input is wrong",
  unknown_kind: "no kind {kind}",
  result_too_large: "its result has over {bytes} bytes",
  receipt_gone: "the receipt of upload {number} is gone",
  file_gone: "no file {id}: files are kept for 30 days",
  no_rows: "the file holds no rows that can be imported",
  no_rows_because: "the file holds no rows that can be imported: {why}",
  no_crawlable_keyword: "no keyword of the filter can be crawled now",
  no_posting: "no posting matches the filter",
  not_ended: "task {id} has not ended: cancel it first",
  nothing_to_restore: "task {id} removed or corrected no posting that can be restored",
  no_owner: "an export belongs to a person: nobody created this task",
  contacts_hidden: "the filter may be part of a contact, and contacts are hidden from its creator",
  export_gone: "export {id} is gone",
  export_ended: "the export is {state}",
  no_target: "no push target {target}",
  empty_filter: "is empty: it would mean every posting",
  unknown_city: "filter.city is not known on {platform}; nearest are {cities}",
  unknown_city_anywhere: "filter.city is no city that is known or stored; nearest are {cities}",
  unknown_district: "filter.district is no district that is known or stored; nearest are {districts}",
  unknown_district_in:
    "filter.district is no district of {city} that is known or stored; nearest are {districts}",
  wrong_city: "filter.city {reason}",
  wrong_district: "filter.district {reason}",
  bad_checkpoint: "checkpoint {seq} does not fit the task: {reason}",
  task_files_full:
    "you have {files} files of tasks with {bytes}; with this one of {more} it would be more than {max_files} files or {max_bytes}; delete one first",
  other_count:
    "{listed} postings match and {confirm} were confirmed: nothing was {action}; look again and confirm {count}",
  // What workerd says of a host that it cannot reach; deliveries kept it before the cause was looked for.
  no_connection: "internal error; reference = {reference}",
  connection_ended: "the connection ended",

  // Why a re-clean leaves a row as it is.
  raw_no_object: "the raw row is not an object",
  raw_too_deep: "the raw row is nested deeper than {levels} levels",
  parser_no_key: "today's parser finds no key",
  parser_other_key: "today's parser finds another key",
  parser_unreadable: "today's parser can't read it",
  raw_not_stored: "no raw row of its content is stored",

  // How far a task is.
  progress_kept: "{count} kept",
  progress_rows: "{count} rows",
  progress_keys: "{count} keys",
  progress_waits: "waits until the rows are stored",
  progress_compares: "compares",
} as const;

export type SentenceCode = keyof typeof SENTENCES;
