/** Topics, severities, policies and verdicts. Pure domain: no I/O, no Node. */
export { defaultPolicies } from './default-policies.js';
export {
  Moderator,
  type Explanation,
  type Mode,
  type ModeratorOptions,
  type RulesetSource,
  type TopicRuling,
} from './moderator.js';
export {
  POLICY_KINDS,
  checkPolicies,
  rule,
  type Policy,
  type PolicyKind,
  type PolicySet,
  type Ruling,
  type Thresholds,
  type TopicThresholds,
} from './policy.js';
export { MOST_HITS } from './hits.js';
export { redact } from './redact.js';
export * from './window/index.js';
