/** Tests run from the TypeScript sources; the `source` condition resolves the package's own name to them. */
module.exports = {
  // Each worker keeps packages and the modules of lib and constructs between suites.
  testEnvironment: '<rootDir>/test/_helpers/keeping/environment.js',
  runtime: '<rootDir>/test/_helpers/keeping/runtime.js',
  globalSetup: '<rootDir>/test/_helpers/own-folder.js',
  globalTeardown: '<rootDir>/test/_helpers/remove-own-folder.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/emulated/', '/test/page/', '/test/platforms/'],
  setupFiles: ['<rootDir>/test/_helpers/quick-synthesis.js'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdk.out/'],
  // Messages in fifty languages, which every suite that parses something would load.
  moduleNameMapper: { '/locales/index\\.c?js$': '<rootDir>/test/_helpers/english-alone.js' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // Generous: a machine whose cores something else takes must not fail a test that is right.
  testTimeout: 120_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
};
