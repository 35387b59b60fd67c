import { expect, test } from "vitest";
import { callerNetwork, wideNetwork } from "./ip-address.ts";

test.each([
  ["192.0.2.1", "192.0.2.1", null],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8::1", "2001:db8:0:0::/64", "2001:db8:0::/48"],
  // An IPv4 address that is written as IPv6: a /64 would hold all of IPv4.
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1", null],
  ["unknown", "unknown", null],
])("%s belongs to %s, and more widely to %s", (address, network, wide) => {
  expect(callerNetwork(address)).toBe(network);
  expect(wideNetwork(address)).toBe(wide);
});
