import { accountsOf } from "../../../../src/cluster/gateway-accounts";

const pod = (namespace: string, serviceAccountName?: string) => ({
  metadata: { namespace },
  spec: { ...(serviceAccountName && { serviceAccountName }) },
});

test("each account of the gateway's pods once, in an order of its own", () => {
  const pods = [pod("istio-system", "door"), pod("edge", "door"), pod("istio-system", "door")];
  const accounts = [
    { namespace: "edge", name: "door" },
    { namespace: "istio-system", name: "door" },
  ];
  expect(accountsOf(pods)).toEqual(accounts);
  expect(accountsOf([...pods].reverse())).toEqual(accounts);
});

test("a pod that names none runs as its namespace's default", () => {
  expect(accountsOf([pod("istio-system")])).toEqual([{ namespace: "istio-system", name: "default" }]);
});
