import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What only the page bears whose address was printed: made anew at each start, and kept nowhere. */
export class OneTimeToken {
  readonly text = randomBytes(24).toString("base64url");
  private readonly digest = digest(this.text);

  /** Whether a request's header `authorization` bears it. The time that takes says nothing of how near a guess is. */
  borneBy(authorization: string | undefined): boolean {
    const [, borne = ""] = /^Bearer (\S+)$/.exec(authorization ?? "") ?? [];
    return timingSafeEqual(digest(borne), this.digest);
  }
}
