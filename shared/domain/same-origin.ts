/** Whether a page belongs to the platform. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** @param origin as a browser sends it @returns true too for two names of this machine with the same port */
export function sameOrigin(origin: string, own: string): boolean {
  if (origin === own) return true;
  if (!URL.canParse(origin)) return false;
  const [one, other] = [new URL(origin), new URL(own)];
  return one.port === other.port && LOOPBACK.test(one.hostname) && LOOPBACK.test(other.hostname);
}
