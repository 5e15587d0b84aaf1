/** Says whether a host is this machine and no other can be behind it. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || /^(?:\[?::1\]?|127(?:\.\d{1,3}){3})$/.test(host)
