import { timesUnder } from "../call-times";
import type { Claim } from "../claim";
import { hostName } from "../expectation";
import { exactly } from "../finding";
import type { Pod } from "../ground";
import { CALLER_POD, soundCalls } from "../probes/calls";
import type { CallAnswers } from "../probes/fortio";
import { call, ended } from "../probes/fortio";
import { CALLER } from "../probes/places";
import { inMesh } from "../probes/private-upstream";

export interface EgressNumbers {
  egressHost: string;
}

export interface EgressReadings {
  /** To a server outside the mesh, by its address, on a port where the mesh has Services that speak HTTP. */
  readonly byAddress: CallAnswers;
  /** To the same one on the same port, as the host that is let through. */
  readonly byName: CallAnswers;
  /** To one on a port of which the mesh knows nothing. */
  readonly otherPort: CallAnswers;
  /** To a service of the shop. */
  readonly catalogue: CallAnswers;
}

const HTTP = 80;

/** One that hardly anyone's Service has: on those the answer is 502, too. */
const UNKNOWN_PORT = 58_765;

/** What the caller's proxy says of a host that it does not know, where it reads requests; elsewhere it closes the connection. */
const REFUSED = 502;

/** The status that fortio gives a call whose connection was closed instead of answered. */
const RESET = -1;

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

export const egress: Claim<EgressNumbers, EgressReadings> = {
  stage: "egress",
  shows: "the shop's pods call one host outside the mesh and no other",
  measured:
    "statuses of calls to a server outside the mesh: by its address on port 80 and on a port of its own, and as the one host; and to catalogue",
  expects: { egressHost: hostName("api.example.com", "the host outside the mesh that is let through") },
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "any address is reached, whether the mesh knows it or not" }),

  async measure(ground, { egressHost }, requests, beside = []) {
    ground.say("starting two servers outside the mesh, and a pod to call them from");
    const outside = { role: "outside", sidecar: false };
    const [server, other, caller] = (await ground.bring([
      { ...outside, port: HTTP },
      { ...outside, port: UNKNOWN_PORT },
      CALLER_POD,
    ])) as [Pod, Pod, Pod];
    ground.say(`${requests} calls each to it, and to catalogue`);
    const url = `http://${server.ip}/`;
    return {
      byAddress: await call(ground, caller, { url, calls: requests }),
      byName: await call(ground, caller, { url, calls: requests, headers: { Host: egressHost } }),
      otherPort: await call(ground, caller, { url: `http://${other.ip}:${UNKNOWN_PORT}/`, calls: requests }),
      catalogue: await call(ground, caller, {
        ...{ url: inMesh("catalogue", "/tags"), calls: requests, connections: requests },
        timeout: PATIENCE + timesUnder(beside).heldUp,
      }),
    };
  },

  judge({ byAddress, byName, otherPort, catalogue }, { egressHost }, beside = []) {
    const calls = (what: string, answers: CallAnswers, status: number) =>
      exactly(answers.calls, {
        ...{ what, where: CALLER, unit: "answers", of: answers.calls },
        seen: ended(answers, status),
      });
    return [
      calls(`by its address, on port ${HTTP}: ${REFUSED}`, byAddress, REFUSED),
      calls(`by its address, on port ${UNKNOWN_PORT}: reset`, otherPort, RESET),
      calls(`the same server as ${egressHost}: 200`, byName, 200),
      ...soundCalls(
        catalogue,
        "catalogue: 200",
        beside.flatMap((one) => one.failures),
      ),
    ];
  },
};
