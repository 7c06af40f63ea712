/** Names by which the continuous proof is known to its construct, to the command that it runs and to *Verify*. */
export const PROOF = {
  /** Build project of the audit account that collects, proves and keeps. */
  project: 'guarded-continuous-proof',
  /** Event bus of the audit account on which management tells that something changed. */
  bus: 'guarded-continuous-proof',
  /** Topic that hears what is no longer proved. */
  topic: 'guarded-continuous-proof',
  /** Alias of the key that signs packs; the job alone may. */
  packKeyAlias: 'alias/guarded-audit-pack',
  /** Alarm on a run that did not end well. */
  unprovedAlarm: 'guarded-continuous-proof-not-proved',
  /** Alarm on days without a run that ended well. */
  silentAlarm: 'guarded-continuous-proof-silent',
  /** Alarm of management that counts changes of what the proof is about. */
  changesAlarm: 'guarded-continuous-proof-changes',
} as const;

/** Folders of the evidence store that the job writes to; pipelines read the first and nothing else. */
export const PROOF_PREFIXES = {
  snapshots: 'proof/snapshots/',
  packs: 'proof/packs/',
} as const;

/** Which snapshot is the newest: written last, so that it never names one that is not there. */
export const LATEST_KEY = `${PROOF_PREFIXES.snapshots}latest.json`;

/** Which pack is the newest: what the next one tells differences from. */
export const LATEST_PACK_KEY = `${PROOF_PREFIXES.packs}latest.json`;

/** Hours after which a snapshot says nothing of today any more, where nobody says otherwise: two missed days. */
export const OLDEST_SNAPSHOT_HOURS = 48;

/** Bounds of that figure: less than a run takes would stop every release, more than a month is not continuous. */
export const SNAPSHOT_HOURS = { least: 2, most: 720 } as const;
