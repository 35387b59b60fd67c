/** Exports rows to a file as a task, which starts the export and is done when the file is. */
import { z } from "zod";
import { CompanyFilter } from "../../../shared/contracts/company-search.ts";
import { ExportFormat, ExportSubject } from "../../../shared/contracts/exports.ts";
import { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import { SECOND_MS } from "../../../shared/time.ts";
import { asksForContacts } from "../../api/http/hidden-contacts.ts";
import { SUBJECTS } from "../../exports/subjects.ts";
import { withKnownPlaces } from "../chosen-rows.ts";
import { cursorOf, defineTaskKind, TaskFailure } from "../kind.ts";

/** An export runs in its own queue; the task checks this often whether it has ended. */
const LOOK_AGAIN_MS = 5 * SECOND_MS;

const schemaOf = (subject: ExportSubject) => (subject === "jobs" ? JobFilter : CompanyFilter);

const Input = z
  .strictObject({
    subject: ExportSubject,
    format: ExportFormat,
    columns: z.array(z.string().max(60)).max(100).optional(),
    filter: z.record(z.string(), z.unknown()).default({}),
  })
  .superRefine(({ subject, columns = [], filter }, context) => {
    const checked = schemaOf(subject).safeParse(filter);
    for (const { field, reason } of checked.success ? [] : problemsOf(checked.error, "filter"))
      context.addIssue({ code: "custom", message: reason, path: ["filter", ...field.split(".")] });
    const unknown = columns.find((name) => !Object.hasOwn(SUBJECTS[subject].columns, name));
    if (unknown !== undefined)
      context.addIssue({
        code: "custom",
        path: ["columns"],
        message: `is no column of ${subject}: ${unknown.slice(0, 40)}`,
      });
    if (new Set(columns).size < columns.length)
      context.addIssue({ code: "custom", path: ["columns"], message: "holds a column twice" });
  });
const Cursor = z.object({ export: z.uuid() });

export const exportRowsTask = defineTaskKind<z.output<typeof Input>, z.infer<typeof Cursor>>({
  name: "rows.export",
  queue: "batch_processing",
  needs: [{ route: "POST /api/v1/exports", scope: "exports:write" }],
  title: { en: "Export rows to a file", zh: "导出数据到文件" },
  input: Input,
  async run({ input, services, owner, caller, actor, resumed, progress, checkpoint, later, check }) {
    const { exports, clock } = services;
    let id = resumed ? cursorOf(Cursor, resumed).export : null;
    if (id === null) {
      const { subject, format, columns, filter } = input;
      if (owner.ownerId === null)
        throw new TaskFailure(
          "invalid-input",
          "no_owner",
          "an export belongs to a person: nobody created this task",
        );
      if (!caller.sees_recruiters && asksForContacts(filter))
        throw new TaskFailure(
          "forbidden",
          "contacts_hidden",
          "the filter may be part of a contact, and contacts are hidden from its creator",
        );
      const record = await exports.start(
        {
          ...{ subject, format, masked: !caller.sees_recruiters },
          filter: await withKnownPlaces(services, schemaOf(subject).parse(filter)),
          columns: columns?.length ? columns : [...SUBJECTS[subject].usual],
          ownerId: owner.ownerId,
          departmentId: owner.departmentId,
        },
        actor,
      );
      id = record.id;
      await checkpoint({ export: id });
    }
    check();
    const record = await exports.find(id);
    // A checkpoint by hand may name any export: that of somebody else is none.
    if (!record || record.ownerId !== owner.ownerId)
      throw new TaskFailure("not-found", "export_gone", `export ${id} is gone`);
    if (record.rowsTotal !== null) progress(record.rowsDone, record.rowsTotal, record.phase);
    if (record.state === "done") return { export: id, rows: record.rowsDone, bytes: record.bytes };
    if (record.state === "failed")
      throw new TaskFailure("server", "export_failed", record.error ?? "it failed");
    if (record.state === "cancelled" || record.state === "expired")
      throw new TaskFailure("not-found", "export_ended", `the export is ${record.state}`);
    return later(clock.now() + LOOK_AGAIN_MS);
  },
});
