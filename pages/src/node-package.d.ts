/** Made by the build, see `pages/node-package.ts`. */
declare module "virtual:node-package" {
  export const version: string;
  /** Of `/downloads/jobdata-node.tgz`, hexadecimal. */
  export const sha256: string;
}
