import { expectAllAnswered, pagesDuring } from "./load";
import { kubectl, select, upCompletes, withShop } from "./shop";

withShop();

const shop = (...args: string[]) => kubectl("-n", "sock-shop", ...args);

it.each([
  ["metrics", "prometheus"],
  ["tracing", "zipkin"],
])("%s: no page waits for %s, killed and away until it is ready again", async (stage, watcher) => {
  await select(stage);
  await upCompletes(stage);
  const pods = ["pod", "-l", `name=${watcher}`];
  const deployment = `deployment/${watcher}`;
  const absence = async () => {
    await shop("scale", deployment, "--replicas=0");
    await shop("delete", ...pods, "--grace-period=0", "--force", "--wait=false");
    await shop("wait", "--for=delete", ...pods, "--timeout=60s");
    await shop("scale", deployment, "--replicas=1");
    await shop("rollout", "status", deployment, "--timeout=120s");
  };
  expectAllAnswered(await pagesDuring(absence()));
  await upCompletes(stage);
});
