/** The walk of the README's way; `npm run test:deploy` starts the emulator and then this. */
const base = require('../../jest.config.js');

module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/deploy/**/*.walk.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  testTimeout: 900_000,
};
