/** This package's name, which is looked up nowhere: it travels as an archive. */
export const PACKAGE_NAME = 'cdk-guarded-environments';
