import { hold, least, most } from './bar.js';

it('holds a value against its goal', () => {
  expect(hold(least('caught', 90), 90, 20)).toEqual({
    name: 'caught',
    value: 90,
    unit: '%',
    goal: '>= 90',
    met: true,
    n: 20,
  });
  expect(hold(least('caught', 90), 89.9)).toMatchObject({ met: false });
  expect(hold(most('flagged', 0.3), 0.3)).toMatchObject({ goal: '<= 0.3', met: true });
  expect(hold(most('flagged', 0.3), 0.31)).toMatchObject({ met: false });
});

it('is not met without a value, and says why', () => {
  expect(hold(most('flagged', 1), undefined, 0, 'not built')).toMatchObject({
    value: null,
    met: false,
    reason: 'not built',
  });
});
