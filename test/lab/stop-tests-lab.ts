import { stopTestsLab } from "./found";

/** Jest's globalTeardown: files of tests leave the lab to each other, as its start takes a minute. */
export default stopTestsLab;
