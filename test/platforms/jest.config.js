/** Platforms of many shapes and every workload of the corpus: minutes, in which the other tests need not wait. */
const shared = require('../../jest.config.js');

module.exports = {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/platforms/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
