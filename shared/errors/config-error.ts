/** A setting is missing or malformed. The message names it and never shows its value. */
export class ConfigError extends Error {
  readonly variable: string;

  constructor(variable: string, reason: string) {
    super(`configuration: ${variable} ${reason}`);
    this.name = "ConfigError";
    this.variable = variable;
  }
}
