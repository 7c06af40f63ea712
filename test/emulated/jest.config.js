/** The suite that needs the emulator; `npm run test:emulated` starts it and then this. */
const base = require('../../jest.config.js');

module.exports = {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/emulated/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  testTimeout: 900_000,
};
