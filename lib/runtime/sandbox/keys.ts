/** Keys of the table; `pk` and `sk`, both strings. */
export const LEASE_KEYS = {
  leases: 'LEASES',
  ended: 'ENDED',
  slots: (of: string) => `SLOTS#${of}`,
  lease: (name: string) => ({ pk: 'LEASES', sk: name }),
  slot: (of: string, number: number) => ({ pk: `SLOTS#${of}`, sk: String(number).padStart(4, '0') }),
  /** By the day of its end, so that the newest come first. */
  end: (deleted: string, id: string) => ({ pk: 'ENDED', sk: `${deleted}#${id}` }),
} as const;
