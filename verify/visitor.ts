import type { JWK } from "jose";
import { bearing, mint, type TokenKind } from "./token";

/** Longer than any tour. */
const DAYS_SECONDS = 7 * 24 * 3600;

/** What a visitor sends with each request to be let in: nothing where no stage wants a token. */
export async function visitorHeaders(
  trials: readonly { readonly tokens?: TokenKind | undefined }[],
  signingKey: () => Promise<JWK>,
): Promise<Record<string, string>> {
  const tokens = trials.find((trial) => trial.tokens)?.tokens;
  if (tokens === undefined) return {};
  return bearing(await mint(await signingKey(), { ...tokens, subject: "visitor", seconds: DAYS_SECONDS }));
}
