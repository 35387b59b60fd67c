import { openLiveSocket } from "./open-socket.ts";
import { renewLiveSocket } from "./renew-socket.ts";

export const liveOperations = [openLiveSocket, renewLiveSocket] as const;
