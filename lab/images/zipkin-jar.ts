import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { LabError } from "../lab-error.ts";
import { zipkinSha256, zipkinVersion } from "./zipkin-version.ts";

/** The server with its page and nothing but memory to keep traces in: 84 MB. */
const artifact = `io.zipkin:zipkin-server:${zipkinVersion}:jar:slim`;

/** What Maven copies with. Pinned, as Maven would take the newest. */
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";

/**
 * Downloads Zipkin into a folder, by Maven.
 * @returns the jar's path
 */
export async function downloadZipkin(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const options = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  const result = await execa("mvn", ["--quiet", "--batch-mode", plugin, ...options], {
    cwd: folder,
    reject: false,
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 5000 }),
  });
  signal?.throwIfAborted();
  if (result.failed) {
    const lines = result.stdout.trimEnd().split("\n").slice(0, 12).join("\n") || result.message;
    throw new LabError(`Zipkin ${zipkinVersion} could not be had:\n${lines}`);
  }
  const jar = join(folder, `zipkin-server-${zipkinVersion}-slim.jar`);
  await refuseOther(jar, zipkinSha256);
  return jar;
}

/** A LabError where a file is not the one that was pinned. */
export async function refuseOther(file: string, expected: string): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const seen = hash.digest("hex");
  if (seen !== expected) throw new LabError(`${file} has the SHA-256 ${seen}, and not ${expected}: it is not used`);
}
