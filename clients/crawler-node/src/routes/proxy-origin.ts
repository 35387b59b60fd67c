import type { ProxyAddress } from "../../../../shared/domain/proxy-address.ts";

/** `protocol://host:port`: the address without credentials. */
export const proxyOrigin = ({ protocol, host, port }: ProxyAddress) => `${protocol}://${host}:${port}`;
