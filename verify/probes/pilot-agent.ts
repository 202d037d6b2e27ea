/** A line of pilot-agent's own log: time, level, text, with tabs between. */
const LOG_LINE = /^\d{4}-\d\d-\d\dT\S+\t(?:debug|info|warn|error|fatal)\t.*\n/;

/** The command that asks a proxy's Envoy. */
export function adminRequest(path: string): string[] {
  return ["pilot-agent", "request", "GET", path];
}

/** Envoy's answer in what `adminRequest` printed: pilot-agent logs to the same stream, before the answer. */
export function withoutLog(output: string): string {
  let rest = output;
  while (LOG_LINE.test(rest)) rest = rest.replace(LOG_LINE, "");
  return rest;
}
