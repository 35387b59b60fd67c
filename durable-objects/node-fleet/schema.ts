/** Rows of the tables of NodeFleet. */

export type NodeRow = {
  id: string;
  name: string;
  labels: string;
  note: string;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  last_seen: number | null;
  silent: number;
  activity: string | null;
  session: string | null;
  report: string | null;
  metrics: string | null;
  work: string;
  mode: string;
};

export type CommandRow = {
  id: string;
  kind: string;
  args: string;
  state: string;
  message: string | null;
  created_by: string;
  created_at: number;
  settled_at: number | null;
};
