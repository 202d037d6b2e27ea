import { Mistake } from "../../../command-line/mistake.ts";
import { readCertificateAuthority } from "../../../verify/certificate-authority.ts";
import { readSigningKey } from "../../../verify/signing-key.ts";
import { bearing, mint, type TokenWish } from "../../../verify/token.ts";
import { StackConfig } from "../stack-config.ts";
import type { Tokens } from "./mix.ts";

/** Where the shop answers over TLS. */
export interface TlsDoor {
  readonly url: URL;
  /** The host that its certificate is for. */
  readonly host: string;
  /** Who vouches for it, in PEM. */
  readonly ca: string;
}

/** What visitors get for the stages that are deployed; what they ought to have and may not, in words. */
export interface Gathered {
  readonly tokens?: Tokens;
  readonly tls?: TlsDoor;
  readonly lacking: readonly string[];
}

export interface From {
  /** Of Pulumi, by which the stack is found. */
  readonly env: NodeJS.ProcessEnv;
  /** Where the shop answers over TLS; undefined for the host of its address at the stack's `httpsPort`. */
  readonly tlsUrl: URL | undefined;
  readonly url: URL;
}

const withTokens = ["jwt", "jwt-routing"];
const overTls = "gateway-tls";

/** Longer than any talk. */
const DAY_SECONDS = 24 * 3600;

export const wantsBelongings = (stages: readonly string[]): boolean =>
  stages.some((stage) => withTokens.includes(stage) || stage === overTls);

/** Asks the selected stack for what these stages want of visitors; for nothing where they want nothing. */
export async function gather(stages: readonly string[], from: From, signal: AbortSignal): Promise<Gathered> {
  const wanted = {
    tokens: stages.some((stage) => withTokens.includes(stage)),
    tls: stages.includes(overTls),
  };
  const lacking: string[] = [];
  const orLack = async <Got>(what: string, get: () => Promise<Got>): Promise<Got | undefined> => {
    try {
      return await get();
    } catch (error) {
      signal.throwIfAborted();
      const [why] = (error as Error).message.split("\n");
      lacking.push(`visitors go without ${what}: ${why}`);
      return undefined;
    }
  };
  const tokens = wanted.tokens ? await orLack("tokens", () => readTokens(from, signal)) : undefined;
  const tls = wanted.tls ? await orLack("TLS", () => readTlsDoor(from, signal)) : undefined;
  return { ...(tokens && { tokens }), ...(tls && { tls }), lacking };
}

async function readTokens({ env }: From, signal: AbortSignal): Promise<Tokens> {
  const key = await readSigningKey(undefined, signal, env);
  const config = await StackConfig.read(env, signal);
  const wish: TokenWish = {
    ...{ issuer: config.must("jwtIssuer"), audience: config.must("jwtAudience") },
    ...{ subject: "live", seconds: DAY_SECONDS },
  };
  const claims = { [config.must("jwtClaim")]: config.must("jwtValue") };
  return { valid: bearing(await mint(key, wish)), picked: bearing(await mint(key, { ...wish, claims })) };
}

async function readTlsDoor({ env, tlsUrl, url }: From, signal: AbortSignal): Promise<TlsDoor> {
  const ca = await readCertificateAuthority(undefined, signal, env);
  if (ca === undefined) throw new Mistake("the stack has no output certificateAuthority");
  const config = await StackConfig.read(env, signal);
  const usual = new URL(`https://${url.hostname}:${config.must("httpsPort")}`);
  return { url: tlsUrl ?? usual, host: config.must("tlsHost"), ca };
}
