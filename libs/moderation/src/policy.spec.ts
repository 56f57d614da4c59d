import { Verdict_Action } from '@breakwater/contracts';
import { defaultPolicies } from './default-policies.js';
import { checkPolicies, rule, type Policy } from './policy.js';

const policy: Policy = {
  audience: 'a',
  topics: { hate: { redact: 3, hold: 5, block: 7 }, spam: {} },
  otherwise: { block: 6 },
  kinds: { username: { hate: { block: 4 } } },
};
const { ALLOW, REDACT, HOLD, BLOCK } = Verdict_Action;

describe('rule', () => {
  it.each([
    ['hate', 2, ALLOW, 0],
    ['hate', 3, REDACT, 3],
    ['hate', 4, REDACT, 3],
    ['hate', 5, HOLD, 5],
    ['hate', 7, BLOCK, 7],
    ['spam', 7, ALLOW, 0],
    ['drugs', 5, ALLOW, 0],
    ['drugs', 6, BLOCK, 6],
  ])('of %s %i', (topic, severity, action, from) => {
    expect(rule(policy, topic, severity)).toEqual({ action, from });
  });
});

describe('rule of a kind', () => {
  it.each([
    ['hate', 4, BLOCK, 4],
    ['hate', 3, ALLOW, 0],
    ['spam', 7, ALLOW, 0],
    ['drugs', 6, BLOCK, 6],
  ])('of %s %i as a user name', (topic, severity, action, from) => {
    expect(rule(policy, topic, severity, 'username')).toEqual({ action, from });
    expect(rule(policy, topic, severity, 'url')).toEqual(rule(policy, topic, severity));
  });
});

describe('checkPolicies', () => {
  it('accepts what ships', () => {
    expect(() => checkPolicies(defaultPolicies)).not.toThrow();
  });

  it.each([
    [[], 'There is no policy'],
    [[policy, policy], 'Audience "a" must have a name of its own'],
    [
      [{ ...policy, topics: { hate: { redact: 0 } } }],
      'Policy a, topic hate: redact from 0 must be a whole number from 1 to 7',
    ],
    [
      [{ ...policy, topics: { hate: { redact: 6, block: 5 } } }],
      'topic hate: block from 5 must be a whole number from 6 to 7',
    ],
    [[{ ...policy, otherwise: { hold: 8 } }], 'topic otherwise: hold from 8'],
    [[{ ...policy, kinds: { url: { hate: { block: 9 } } } }], 'Policy a, topic hate of kind url: block from 9'],
    [
      [{ ...policy, kinds: { poem: {} } as Policy['kinds'] }],
      'Policy a: "poem" is no content kind; use username, profile',
    ],
  ])('refuses a broken set (%#)', (policies, message) => {
    expect(() => checkPolicies({ version: 'v', policies })).toThrow(message);
  });
});
