module.exports = { ...require('../../jest.preset.cjs'), displayName: 'numbering-plans' };
