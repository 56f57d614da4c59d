import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['--grpc-prt', '--grpc-port'],
    ['--http-prot', '--http-port'],
    ['--something-else', undefined],
    ['', undefined],
  ])('finds for %j %j', (name, expected) => {
    expect(nearestName(name, ['--grpc-port', '--http-port', '--workers'])).toBe(expected);
  });
});
