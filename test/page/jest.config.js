/** Tests of the report in a real browser; `npm run test:page` says what is missing. */
const shared = require('../../jest.config.js');

module.exports = {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/page/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
