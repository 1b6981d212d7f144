package org.messagecenter.server.listen;

/** Whether connections begin with a PROXY protocol header. */
public enum ProxyMode {
  /** None does. */
  OFF,
  /** One that comes from a trusted address may. */
  OPTIONAL,
  /** Every one must, and must come from a trusted address. */
  REQUIRED
}
