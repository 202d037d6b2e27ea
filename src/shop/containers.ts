import { fortioService } from "../needs/fortio-service";
import { prometheusName, prometheusService } from "../needs/prometheus-service";
import { rateLimiterRedisService, rateLimiterService } from "../needs/rate-limiter-service";
import { zipkinName, zipkinService } from "../needs/zipkin-service";
import { deploymentName } from "./deployment-name";
import type { ContainerDeclaration, ServiceDeclaration, Version } from "./service";
import { services } from "./services";

const declarations: Record<string, ServiceDeclaration> = {
  ...services,
  fortio: fortioService,
  // However long it keeps what it reads.
  [prometheusName]: prometheusService(0),
  "rate-limiter": rateLimiterService,
  "rate-limiter-redis": rateLimiterRedisService,
  [zipkinName]: zipkinService,
};

/** A version of a service, which has a Deployment of its own where it runs. */
export interface Versioned {
  readonly service: string;
  readonly version: Version;
}

/** All that may run in the mesh, of the shop and beside it. */
export const inMesh: readonly Versioned[] = Object.entries(declarations)
  .filter(([, { outsideMesh = false }]) => !outsideMesh)
  .flatMap(([service, { versions }]) =>
    Object.keys(versions).map((version) => ({ service, version: version as Version })),
  );

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
