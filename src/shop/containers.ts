import { fortioService } from "../needs/fortio-service";
import { rateLimiterRedisService, rateLimiterService } from "../needs/rate-limiter-service";
import { zipkinName, zipkinService } from "../needs/zipkin-service";
import { deploymentName } from "./deployment-name";
import type { ContainerDeclaration, ServiceDeclaration, Version } from "./service";
import { services } from "./services";

const declarations: Record<string, ServiceDeclaration> = {
  ...services,
  fortio: fortioService,
  "rate-limiter": rateLimiterService,
  "rate-limiter-redis": rateLimiterRedisService,
  [zipkinName]: zipkinService,
};

interface Container {
  /** The image that runs when config replaces it by none. */
  readonly image: string;
  readonly declaration: ContainerDeclaration;
}

/** Every container of the shop, by Deployment for a pod's main container and by its own name for the others. */
export const containers: Readonly<Record<string, Container>> = Object.fromEntries(
  Object.entries(declarations).flatMap(([service, { versions, container, sidecars = {} }]) => [
    ...Object.entries(versions).map(
      ([version, image]) => [deploymentName(service, version as Version), { image, declaration: container }] as const,
    ),
    ...Object.entries(sidecars).map(
      ([sidecar, { image, ...declaration }]) => [sidecar, { image, declaration }] as const,
    ),
  ]),
);
