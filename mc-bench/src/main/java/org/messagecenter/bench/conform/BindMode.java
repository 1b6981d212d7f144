package org.messagecenter.bench.conform;

import org.messagecenter.protocol.spec.CommandId;

/** The three ways to bind. */
enum BindMode {
  TRANSMITTER(CommandId.BIND_TRANSMITTER, "tx"),
  RECEIVER(CommandId.BIND_RECEIVER, "rx"),
  TRANSCEIVER(CommandId.BIND_TRANSCEIVER, "trx");

  private final CommandId command;
  private final String label;

  BindMode(CommandId command, String label) {
    this.command = command;
    this.label = label;
  }

  CommandId command() {
    return command;
  }

  /**
   * The command, if a check of it in this mode says anything about it. In the optional mode it does
   * not: where that is missing, the command need not be.
   */
  CommandId[] uses(CommandId id) {
    return this == TRANSCEIVER ? new CommandId[0] : new CommandId[] {id};
  }

  /** As in the ids of checks. */
  String label() {
    return label;
  }
}
