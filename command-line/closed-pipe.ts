/**
 * Imported by each command: a reader that has seen enough, such as `head`, closes the pipe, and what is then still
 * printed is lost. That is no mistake, and what was begun is brought to its end.
 */
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

export {};
