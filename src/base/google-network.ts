/** As Node says it of a name that nobody knows, and of a network that leads nowhere. */
const UNREACHABLE_WORDS = /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH/;

export const isUnreachable = (text: string): boolean => UNREACHABLE_WORDS.test(text);

export const UNREACHABLE = {
  code: 'google_unreachable',
  message: 'Google Cloud cannot be reached from here; it was tried again for a while.',
  hint: 'Nothing is lost: what was done stays done. Check the network, and HTTPS_PROXY where one is needed, then run it again.',
} as const;
