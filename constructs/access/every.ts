/** All applications: for overseers alone. */
export const EVERY = '*';
