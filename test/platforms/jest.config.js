/** Platforms of many shapes and every workload of the corpus: minutes, in which the other tests need not wait. */
const shared = require('../../jest.config.js');

module.exports = {
  ...shared,
  rootDir: '../..',
  // Suites of which `npm test` runs the first case of some tables are here as a whole.
  testMatch: ['<rootDir>/test/platforms/**/*.test.ts', '<rootDir>/test/mutants/leases.test.ts'],
  setupFiles: [...shared.setupFiles, '<rootDir>/test/_helpers/all-cases.js'],
  testPathIgnorePatterns: ['/node_modules/'],
};
