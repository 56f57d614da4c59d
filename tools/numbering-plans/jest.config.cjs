module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'numbering-plans',
  testMatch: ['<rootDir>/src/**/*.spec.mjs'],
};
