/** The version of all rules of reading, cleaning and redaction together; a higher one makes a rebuild worth while. */
export const RULES_VERSION = 5;

/** Rules of cleaning that change a value. Each change is kept: session, field, before, after, rule. */
export const CHANGE_RULES = {
  trimmed: 'White space around a word was removed.',
  invalid_characters: 'NUL characters and lone surrogates, which no table can hold, became U+FFFD.',
  null_word: 'A word that means "no value" became null.',
  wrong_type: 'A value of a JSON type that the field cannot hold became null, or its text.',
  customer_withheld: 'The id of a withheld number became null.',
  synonym: 'A synonym, or another spelling, became the word of the contract.',
  unknown_word: 'A word in no synonym table became null.',
  timestamp_unreadable: 'A timestamp that no rule reads became null.',
  timestamp_implausible: 'A timestamp before 1970, or from 2100 on, became null.',
  start_from_first_turn: 'The start was absent or implausible: the first turn gave it.',
  end_implausible: 'An end more than 24 h after the start became null.',
  end_from_duration: 'The end was absent or implausible: start plus duration gave it.',
  end_from_last_turn: 'The end was absent or implausible: the last turn gave it.',
  duration_computed: 'The duration was absent: end minus start gave it.',
  duration_corrected: 'The duration was negative or more than 1 s off end minus start.',
  number_from_text: 'A number came as text.',
  number_unreadable: 'A number that no rule reads became null.',
  number_out_of_range: 'A number outside the range of its field became null.',
  number_rounded: 'A number was rounded to what the field holds.',
  intent_name_from_flag: 'The name of an intent stood in intent_detected.',
  confidence_percent: 'More than half of the scores exceeded 1.01: all were divided by 100.',
  confidence_clamped: 'A score just above 1 became 1.',
  confidence_out_of_range: 'A score outside 0 to 1 became null.',
  conversation_from_text: 'The conversation came as JSON text, and was parsed.',
  turn_renumbered: 'Turn numbers repeated, were missing or had gaps: numbered anew from 1.',
} as const;
export type ChangeRule = keyof typeof CHANGE_RULES;

/** Why a record, or a stretch of a file, could not be loaded. */
export const QUARANTINE_REASONS = {
  empty_file: 'The object is empty, or white space only.',
  not_json: 'The text is not JSON, or it breaks off here.',
  not_utf8: 'The bytes are not UTF-8 text.',
  not_gzip: 'The object begins as gzip and does not unpack, ends early, or goes on after its end.',
  too_large: 'The object is larger than the setting maxObjectBytes allows.',
  unpacked_too_large: 'The gzip object unpacks to more than the setting maxUnpackedBytes allows.',
  unpack_ratio: 'The gzip object unpacks to more times its size than the setting maxUnpackRatio allows.',
  record_too_large: 'The record is larger than 16 MiB, or the session, cleaned, than 15 MiB.',
  too_deep: 'The record nests deeper than the setting maxDepth allows.',
  too_many_turns: 'The session has more turns than the setting maxTurns allows.',
  text_too_long: 'A text of the session is longer than the setting maxTextChars allows.',
  too_many_days:
    'The sessions of the object begin on more than 3,650 days, and this one on another than those before it.',
  not_an_object: 'The record is not a JSON object.',
  session_id_missing: 'The record has no session_id.',
  conversation_invalid: 'conversation is not an array of turns.',
  start_missing: 'Neither call_start_time nor a turn says when the call began.',
  end_before_start: 'The call ends before it starts.',
  not_loadable:
    'The warehouse refuses what the object says, whichever others come with it; the detail says why.',
  out_of_memory: 'Reading the object took more memory than a worker thread has.',
  too_many_broken:
    'The object has more than 10,000 records that could not be loaded: those that follow one another from here on count as one.',
  internal_error: "A fault of Earshot's own: the record was set aside, the rest of its file loaded.",
} as const;
export type QuarantineReason = keyof typeof QUARANTINE_REASONS;

/** What is odd in a record and was kept as it came. */
export const FINDINGS = {
  status_flag_disagree: 'escalation_flag and resolution_status disagree.',
} as const;
export type Finding = keyof typeof FINDINGS;

/** States of an object's generation in the ledger. */
export const OBJECT_STATES = {
  waiting: 'Seen in the bucket, not committed yet.',
  loaded: 'Its records are in the warehouse, or in quarantine one by one.',
  superseded: 'A newer generation of the object has replaced it.',
  quarantined: 'Nothing of it could be read; the reason is in quarantine.',
  gone: 'Deleted from the bucket; its last read rows stay.',
} as const;
export type ObjectState = keyof typeof OBJECT_STATES;
