import type { Stage } from "../src/stage/stage";

export const authorization = {
  parameters: {
    catalogueMethods: {
      type: "methods",
      default: "GET",
      description: "methods of requests that catalogue takes from those who may call it, joined by a comma",
    },
  },
  notWith: {
    "delay-fault": "its claim calls services that are closed to the caller",
    "global-rate-limit": "its claim calls single pods of front-end, which only the gateway may",
  },
  shows: ({ catalogueMethods }) =>
    `each service takes calls of those alone that need it, and catalogue ${catalogueMethods.replaceAll(",", ", ")} alone; the rest get 403`,
  changes: ({ catalogueMethods }) => ({
    namespace: { callers: "declared" },
    services: { catalogue: { inbound: { methods: catalogueMethods.split(",") } } },
  }),
} satisfies Stage<{ catalogueMethods: string }>;
