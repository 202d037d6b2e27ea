import { timesUnder } from "../call-times";
import type { Claim } from "../claim";
import { oneOf } from "../expectation";
import { atLeast, exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { CALLER_POD, soundCalls } from "../probes/calls";
import type { CallAnswers, TcpAnswers } from "../probes/fortio";
import { bodyOf, call, callTcp, ended } from "../probes/fortio";
import { callerIn, handshakes } from "../probes/identity";
import { CALLER, RECEIVER } from "../probes/places";
import { bringPlaintextCaller } from "../probes/plaintext-caller";
import { bringPrivateUpstream, inMesh } from "../probes/private-upstream";

export interface MutualTlsNumbers {
  mutualTls: "STRICT" | "PERMISSIVE";
}

export interface MutualTlsReadings {
  /** Of a caller without a sidecar. */
  readonly outside: { readonly catalogue: CallAnswers; readonly sessions: TcpAnswers };
  /** Of one with a sidecar. */
  readonly inside: { readonly catalogue: CallAnswers; readonly sessions: TcpAnswers };
  /** Of one whose sidecar is told to speak no TLS to payment. */
  readonly plaintext: CallAnswers;
  /** What a receiver was told of who calls, and whether it was the caller. */
  readonly identity: { readonly told: string; readonly right: boolean };
  /** That the receiver has made with this caller. */
  readonly handshakes: number;
}

/** A database that answers whoever speaks its words. */
const SESSIONS = { address: "session-db:6379", text: "PING\r\n" };

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

/** The status that fortio gives a call whose connection was closed instead of answered. */
const RESET = -1;

export const mutualTls: Claim<MutualTlsNumbers, MutualTlsReadings> = {
  stage: "mutual-tls",
  shows: "the shop's pods take calls by mutual TLS alone, and know who calls; who has no sidecar is refused",
  measured:
    "statuses and connections of callers with a sidecar, without one, and with one that speaks no TLS; the receiver's word for who calls, and its handshakes",
  expects: {
    mutualTls: oneOf("STRICT", ["STRICT", "PERMISSIVE"], "whether calls without mutual TLS are refused"),
  },
  requests: { usual: 20, least: 10 },
  control: ({ mutualTls }) =>
    mutualTls === "STRICT"
      ? { stage: "baseline", because: "calls without mutual TLS are answered too" }
      : { stage: "mutual-tls", because: "with STRICT who has no sidecar is refused" },

  async measure(ground, _numbers, requests, beside = []) {
    const timeout = PATIENCE + timesUnder(beside).heldUp;
    ground.say("starting two pods to call from, one without a sidecar");
    const [outsider, insider] = (await ground.bring([{ role: "outsider", sidecar: false }, CALLER_POD])) as [Pod, Pod];
    const plaintext = await bringPlaintextCaller(ground, "payment");
    return {
      outside: await callAs(ground, outsider, "without a sidecar", requests, timeout),
      inside: await callAs(ground, insider, "with a sidecar", requests, timeout),
      plaintext: await call(ground, plaintext, { url: inMesh("payment", "/health"), calls: requests }),
      ...(await identify(ground)),
    };
  },

  judge({ outside, inside, plaintext, identity, handshakes }, { mutualTls }, beside = []) {
    const strict = mutualTls === "STRICT";
    const failures = beside.flatMap((other) => other.failures);
    // Where not everybody may call, nobody may who does not prove who calls.
    const closed = beside.some(({ stage }) => stage === "authorization");
    const status = strict ? RESET : closed ? 403 : 200;
    const unproven = strict ? 503 : closed ? 403 : 200;
    const seen = { where: CALLER, unit: "answers" } as const;
    return [
      exactly(outside.catalogue.calls, {
        ...{
          ...seen,
          what: `without a sidecar, to catalogue: ${strict ? "reset" : status}`,
          of: outside.catalogue.calls,
        },
        seen: ended(outside.catalogue, status),
      }),
      exactly(outside.sessions.calls, {
        ...{ ...seen, what: `without a sidecar, to session-db: ${strict || closed ? "closed" : "answered"}` },
        ...{ of: outside.sessions.calls, seen: strict || closed ? outside.sessions.closed : outside.sessions.answered },
      }),
      ...soundCalls(inside.catalogue, "with a sidecar, to catalogue: 200", failures),
      exactly(inside.sessions.calls, {
        ...{ ...seen, what: "with a sidecar, to session-db: answered", of: inside.sessions.calls },
        ...{ seen: inside.sessions.answered, about: "measurement" },
      }),
      exactly(plaintext.calls, {
        ...{ ...seen, what: `with a sidecar that speaks no TLS, to payment: ${unproven}` },
        ...{ of: plaintext.calls, seen: ended(plaintext, unproven) },
      }),
      exactly(1, {
        ...{ what: `the receiver is told who calls: ${identity.told || "nothing"}`, where: RECEIVER, unit: "answers" },
        ...{ of: 1, seen: Number(identity.right) },
      }),
      atLeast(1, { what: "TLS handshakes with that caller", where: RECEIVER, seen: handshakes, of: 1 }),
    ];
  },
};

async function callAs(ground: Ground, from: Pod, who: string, calls: number, timeout: number) {
  ground.say(`${calls} calls to catalogue and to session-db ${who}`);
  const url = inMesh("catalogue", "/tags");
  return {
    catalogue: await call(ground, from, { url, calls, connections: calls, timeout }),
    sessions: await callTcp(ground, from, { ...SESSIONS, calls }),
  };
}

/** Asks a receiver that nobody else calls; of a service that no stage touches. */
async function identify(ground: Ground): Promise<Pick<MutualTlsReadings, "identity" | "handshakes">> {
  const { caller, receiver } = await bringPrivateUpstream(ground, "payment", "v1");
  ground.say("asking a receiver who calls");
  const told = callerIn(await bodyOf(ground, caller, inMesh("payment", "/debug"))) ?? "";
  const right = told.startsWith("spiffe://") && told.endsWith(`/ns/${ground.namespace}/sa/orders`);
  return { identity: { told, right }, handshakes: await handshakes(ground, receiver) };
}
