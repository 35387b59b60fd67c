/** A row of the table of tasks. */
export type TaskRow = {
  id: string;
  kind: string;
  key: string | null;
  order_key: string | null;
  order_seq: number | null;
  batch: string | null;
  depends_on: string;
  open_deps: number;
  run_at: number | null;
  timeout_s: number;
  max_attempts: number;
  input: string;
  result: string | null;
  error_code: string | null;
  error_message: string | null;
  error_class: string | null;
  progress: string | null;
  manual: number;
  cancel_by: string | null;
  resume_seq: number | null;
  owner_id: string | null;
  department_id: string | null;
  created_by: string;
  caller: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  ended_seq: number | null;
  /** JSON. */
  log: string;
};
