import { z } from "@hono/zod-openapi";
import type { UserRecord } from "../../iam/directory/user-store.ts";
import { lifetime } from "../http/fields.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });

export const UserView = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  email: z.string(),
  department: Named.nullable(),
  roles: z.array(Named),
  disabled: z.boolean(),
  must_change_password: z.boolean(),
  two_factor_enabled: z.boolean(),
  ...lifetime,
});

export const userView = (user: UserRecord): z.infer<typeof UserView> => ({
  id: user.id,
  username: user.username,
  name: user.name,
  email: user.email,
  department: user.department,
  roles: user.roles,
  disabled: user.disabled,
  must_change_password: user.mustChangePassword,
  two_factor_enabled: user.twoFactorEnabled,
  created_at: user.createdAt.getTime(),
  updated_at: user.updatedAt.getTime(),
  deleted_at: user.deletedAt,
});

/** The fields of a user that the audit log stores. */
export const userNote = ({ username, name, email, department, roles, disabled }: UserRecord) => ({
  username,
  name,
  email,
  department: department?.name ?? null,
  roles: roles.map((role) => role.name),
  disabled,
});
