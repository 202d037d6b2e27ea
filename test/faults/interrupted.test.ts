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
  // Its proof sends calls between two pods of its own, past the shop's.
  await select("retries");
  await upCompletes("retries");
  const brought = async () =>
    (await kubectl("-n", "sock-shop", "get", "pods,destinationrules,virtualservices", "-o", "name")).split("\n");
  const before = await brought();
  const proof = begin("npm", "run", "--silent", "verify", "--", "retries");
  await proof.said("calls to an upstream");
  // The control: there is something to take away.
  expect((await brought()).length).toBeGreaterThan(before.length);
  proof.interrupt();
  expect((await proof.ended).signal).toBe("SIGINT");
  expect(await brought()).toEqual(before);
  expect((await verify("retries")).code).toBe(0);
});
