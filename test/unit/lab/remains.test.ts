import { remains } from "../../../lab/remains.ts";

const daemons = (alive: Record<string, boolean>) =>
  Object.entries(alive).map(([name, alive], index) => ({ name, pid: 100 + index, alive }));

describe("a lab that was started to its end", () => {
  it("is there with all its programs", () => {
    expect(remains(daemons({ containerd: true, etcd: true }))).toEqual({ left: "all" });
  });

  it("is started anew where nothing of it runs: after a restart of the machine no program can be started alone", () => {
    expect(remains(daemons({ containerd: false, etcd: false }))).toEqual({ left: "nothing" });
  });

  it("gets back the programs that it lacks, each by a command that does not refuse it", () => {
    expect(remains(daemons({ containerd: true, etcd: false, relay: false }))).toEqual({
      left: "some",
      ended: ["etcd", "relay"],
      next: "npm run lab -- restart etcd && npm run lab -- restart relay",
    });
  });

  it("is stopped first where containerd is gone, with which all pods lose their mounts", () => {
    expect(remains(daemons({ containerd: false, etcd: true }))).toEqual({
      left: "some",
      ended: ["containerd"],
      next: "npm run lab -- stop && npm run lab -- start",
    });
  });
});
