import { verify } from "../lab/lab";
import { select, kubectl, shownStage, upCompletes, withShop } from "./shop";
import { begin, beginUp } from "./under-way";

withShop();

it("an up stops at Ctrl-C and the next one completes", async () => {
  await select("canary");
  const up = beginUp();
  await up.said("front-end-v2 creating");
  up.interrupt();
  const { signal, stdout } = await up.ended;
  // npm ends itself by the signal, which a shell shows as exit code 130.
  expect(signal).toBe("SIGINT");
  // Pulumi's last word is of the object that was in the making: the update was canceled, or failed for that one.
  expect(stdout).toContain("^C received; cancelling");
  expect(await shownStage()).toBe("baseline");
  await upCompletes("canary");
});

it("a proof stops at Ctrl-C, takes away what it brought, and can be made again", async () => {
  // Its proof calls for some time, from a pod of its own.
  await select("delay-fault");
  await upCompletes("delay-fault");
  const brought = async () =>
    (await kubectl("-n", "sock-shop", "get", "pods,destinationrules,virtualservices", "-o", "name")).split("\n");
  const before = await brought();
  const proof = begin("npm", "run", "--silent", "verify", "--", "delay-fault");
  // The calls go out from a pod that the proof has brought.
  await proof.said("calling ");
  proof.interrupt();
  const { signal, stderr } = await proof.ended;
  expect([signal, stderr]).toEqual(["SIGINT", expect.stringContaining("taking away what was brought")]);
  expect(await brought()).toEqual(before);
  expect((await verify("delay-fault")).code).toBe(0);
});
