/** What a page may ask for: of HTTP's methods, those that browsers send for a script. */
export const methods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
