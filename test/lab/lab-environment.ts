import type { Circus } from "@jest/types";
import { TestEnvironment } from "jest-environment-node";
import { stopTestsLab } from "./found";

/** After a file with a failure the lab that tests started is stopped: the next file gets a new one, not what went wrong. */
export default class LabEnvironment extends TestEnvironment {
  private failed = false;

  handleTestEvent(event: Circus.Event): void {
    this.failed ||= event.name === "test_fn_failure" || event.name === "hook_failure";
  }

  override async teardown(): Promise<void> {
    if (this.failed) await stopTestsLab();
    await super.teardown();
  }
}
