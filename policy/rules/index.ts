import type { ResourceRule, StackRule } from "../rule";
import { currentTls } from "./current-tls";
import { declaredSubsets } from "./declared-subsets";
import { filledRules } from "./filled-rules";
import { namedHosts } from "./named-hosts";
import { pinnedImages } from "./pinned-images";
import { publicKeys } from "./public-keys";
import { reasonForPlaintext } from "./reason-for-plaintext";
import { reasonForRoot } from "./reason-for-root";
import { requiredTokens } from "./required-tokens";
import { wholeWeights } from "./whole-weights";

export const resourceRules: readonly ResourceRule[] = [
  pinnedImages,
  reasonForRoot,
  wholeWeights,
  namedHosts,
  currentTls,
  filledRules,
  publicKeys,
];

export const stackRules: readonly StackRule[] = [declaredSubsets, reasonForPlaintext, requiredTokens];
