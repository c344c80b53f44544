/** What either SDK of Google's says when it finds no credentials that it can use: in words, before it asks anybody. */
const TROUBLES = [
  'default credentials',
  'invalid_grant',
  'could not refresh access token',
  // Of the file that GOOGLE_APPLICATION_CREDENTIALS names.
  'does not exist, or it is not a file',
  'unexpected token .* json',
  'is not valid json',
  'client_email|private_key|refresh_token',
];
const TROUBLE = new RegExp(TROUBLES.join('|'), 'i');

export const isAboutCredentials = (text: string): boolean => TROUBLE.test(text);

export const NO_CREDENTIALS = {
  code: 'no_credentials',
  message: 'There are no credentials for Google Cloud, or they have expired.',
  hint: 'Log in with `gcloud auth application-default login`, or name a key file in GOOGLE_APPLICATION_CREDENTIALS.',
} as const;
