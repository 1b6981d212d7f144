package org.messagecenter.server.account;

/** How a command is answered that an account may not use. */
public enum RefusedCommandAnswer {
  /** generic_nack with ESME_RINVCMDID, as if the command did not exist. */
  GENERIC_NACK,
  /** The command's own response with ESME_RINVCMDID. */
  INVALID_COMMAND_ID,
  /** The command's own response with ESME_RPROHIBITED; before 5.0 ESME_RINVCMDID. */
  PROHIBITED
}
