import type { PolicySet } from './policy.js';
export const defaultPolicies: PolicySet = { version: 'default-1', policies: [{ audience: 'adult' }, { audience: 'teen' }, { audience: 'under13' }] };
