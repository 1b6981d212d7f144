package org.messagecenter.server.submit;

import org.messagecenter.protocol.spec.CommandId;

/** How a message is to be handled: the lowest two bits of esm_class (34:5.2.12, 50:4.2.10). */
enum Mode {
  STORE_AND_FORWARD,
  DATAGRAM,
  TRANSACTION;

  private static final int MASK = 0x03;
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  /** The mode a message asks for; 3.3 has no modes and an esm_class without meaning. */
  static Mode of(int esmClass, int version) {
    if (version < V3_4) {
      return STORE_AND_FORWARD;
    }
    return switch (esmClass & MASK) {
      case 1 -> DATAGRAM;
      case 2 -> TRANSACTION;
      default -> STORE_AND_FORWARD;
    };
  }

  /**
   * Whether a command may ask for this mode: transaction mode belongs to data_sm, in 5.0 also to
   * submit_sm, and never to submit_multi (34:4.4, 34:4.5, 50:4.2.10.4).
   */
  boolean allowed(CommandId command, int version) {
    return this != TRANSACTION
        || command == CommandId.DATA_SM
        || (command == CommandId.SUBMIT_SM && version >= V5_0);
  }
}
