/** The commands with which a person starts a node on its machine, for a POSIX shell. */

interface StartCommand {
  /** Origin of the dashboard, which passes `/api` on. */
  origin: string;
  /** The node's key, which the dashboard shows once. */
  key: string;
  /** SHA-256 of the package that this dashboard serves, hexadecimal. */
  sha256: string;
}

/**
 * The package is compared with the hash that the signed-in page shows before anything of it runs. A bare
 * `npx jobdata-node` would ask the public registry, where that name is free.
 */
export const startCommand = ({ origin, key, sha256 }: StartCommand): string =>
  [
    `curl -fsSO ${origin}/downloads/jobdata-node.tgz`,
    `echo "${sha256}  jobdata-node.tgz" | sha256sum -c`,
    `JOBDATA_API=${origin} JOBDATA_KEY=${key} npx --yes ./jobdata-node.tgz --pretty`,
  ].join(" && \\\n  ");
