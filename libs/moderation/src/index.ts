export * from './moderator.js';
export * from './policy.js';
export { defaultPolicies } from './default-policies.js';
