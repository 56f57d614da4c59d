module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'contract',
  testMatch: ['<rootDir>/src/**/*.spec.mjs'],
};
