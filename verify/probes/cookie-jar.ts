/** The cookies of one visitor, by name. What a cookie says of its path and age is passed over: a run asks one host, and is short. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  /** @param setCookie the `Set-Cookie` headers of an answer */
  keep(setCookie: readonly string[]): void {
    for (const cookie of setCookie) {
      const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name.trim(), value.trim());
    }
  }

  /** What the visitor sends along; none where there is nothing to send. */
  headers(): Readonly<Record<string, string>> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return cookie === "" ? {} : { cookie };
  }

  /** Whether one of the cookies, whatever its name, has this value. */
  holds(value: string): boolean {
    return [...this.cookies.values()].includes(value);
  }
}
