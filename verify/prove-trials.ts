import { ClusterGround } from "./cluster/cluster-ground";
import type { JWK } from "jose";
import type { Connection } from "./cluster/connect";
import type { Temporary } from "./cluster/temporary";
import type { Trial } from "./claim";
import { visitorHeaders } from "./visitor";
import { judgeClaim, judgeControl } from "./outcome";
import { prove } from "./prove";
import type { Report } from "./report";

/** Where claims are measured. */
export interface TestBed {
  readonly connection: Connection;
  /** The shop's address. */
  readonly url: URL;
  /** Brings what claims need; what they leave may still be going when the next begins. */
  readonly temporary: Temporary;
  /** What visitors' tokens are signed with; asked for where they need some. */
  readonly signingKey: () => Promise<JWK>;
  /** Who vouches for the gateway's certificate; asked for where visitors come over TLS. */
  readonly certificateAuthority: () => Promise<string | undefined>;
  readonly signal: AbortSignal;
  /** Tells what is being done. */
  readonly say: (text: string) => void;
}

/** Runs claims, or controls, on what is deployed. */
export async function proveTrials(
  { connection, temporary, url, signingKey, certificateAuthority, signal, say }: TestBed,
  deployed: string,
  trials: readonly Trial[],
  control: boolean,
): Promise<Report> {
  await temporary.sweep();
  // Where claims must fail, none of their stages is deployed.
  const visitor = control ? {} : await visitorHeaders(trials, signingKey);
  const claims: Report["claims"][number][] = [];
  for (const trial of trials) {
    const tell = (text: string) => say(`${trial.stage}: ${text}`);
    const ground = new ClusterGround(
      connection,
      temporary,
      url,
      signal,
      tell,
      signingKey,
      certificateAuthority,
      visitor,
    );
    const beside = control ? [] : trials.filter((other) => other !== trial);
    const outcome = await prove(trial, beside, ground, () => temporary.remove());
    const verdict = control ? judgeControl(outcome, trial.control.stage) : judgeClaim(outcome);
    claims.push({ ...outcome, verdict });
  }
  const { context, namespace } = connection;
  return { context, namespace, url: url.href, deployed, control, claims };
}
