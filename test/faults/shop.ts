import { inLab, lab, pulumi, succeeded, switchTo } from "../lab/lab";

/** Each test leaves the lab up, with the shop at the baseline: the next begins from there. */
export function withShop(): void {
  jest.setTimeout(10 * 60 * 1000);
  beforeAll(async () => {
    succeeded(await lab("start"));
    await switchTo("baseline");
  });
  afterAll(() => switchTo("baseline"));
}

export const kubectl = async (...args: string[]): Promise<string> => succeeded(await inLab("kubectl", ...args)).stdout;

export const select = async (stage: string): Promise<unknown> =>
  succeeded(await pulumi("config", "set", "stage", stage));

/** The stage that the cluster shows. */
export const shownStage = (): Promise<string> =>
  kubectl("-n", "sock-shop", "get", "configmap", "stage", "-o", "jsonpath={.data.stage}");

/** The way on, where it is to type it again; afterwards state and program agree and the cluster shows the stage. */
export async function upCompletes(stage: string): Promise<void> {
  succeeded(await pulumi("up", "--yes", "--skip-preview"));
  await complete(stage);
}

export async function complete(stage: string): Promise<void> {
  succeeded(await pulumi("preview", "--refresh", "--expect-no-changes"));
  expect(await shownStage()).toBe(stage);
}
