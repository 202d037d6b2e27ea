export { Mistake } from "../command-line/mistake";
