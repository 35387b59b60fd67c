/** Made by the build, see `pages/node-package.ts`. */
declare module "virtual:node-package" {
  /** SHA-256 of `/downloads/jobdata-node.tgz`, hexadecimal. */
  export const sha256: string;
}
