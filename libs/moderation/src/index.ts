/** Topics, severities, policies and verdicts. Pure domain: no I/O, no Node. */
export { defaultPolicies } from './default-policies.js';
export { Moderator, type Explanation, type Mode, type ModeratorOptions } from './moderator.js';
export { checkPolicies, rule, type Policy, type PolicySet, type Ruling, type Thresholds } from './policy.js';
export { MOST_HITS } from './hits.js';
