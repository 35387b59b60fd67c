import type { RequestMeterApi } from "../../shared/contracts/request-meter.ts";

/** The one object that adds up the requests of all isolates. */
export const requestMeter = (env: Pick<Env, "REQUEST_METER">): RequestMeterApi =>
  env.REQUEST_METER.getByName("all");
