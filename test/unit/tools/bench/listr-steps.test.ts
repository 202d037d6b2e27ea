import { StepTimes } from "../../../../tools/bench/listr-steps";

test("steps side by side have each their own time; other lines have none", () => {
  const times = new StepTimes();
  times.line("❯ etcd | containerd", 0);
  times.line("❯ etcd", 0);
  times.line("❯ containerd", 100);
  times.line("imported 3 images", 200);
  times.line("✔ containerd [1s]", 1100);
  times.line("✔ etcd ", 2500);
  expect(Object.fromEntries(times.seconds)).toEqual({ containerd: 1, etcd: 2.5 });
});
