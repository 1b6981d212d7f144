package org.messagecenter.protocol.spec;

import static org.messagecenter.protocol.spec.CommandStatus.*;

import java.util.EnumMap;
import java.util.Map;

/**
 * The statuses that 5.0 added, each with the one that says most of the same to an older peer, which
 * does not know it (34:5.1.3, 50:4.7.6).
 *
 * <p>All others exist since 3.4. 3.3 has the same meanings under other names and prints no numbers,
 * so it is sent those of 3.4.
 */
public final class StatusFor {
  private static final int V5_0 = 0x50;

  private static final Map<CommandStatus, CommandStatus> BEFORE_5_0 =
      new EnumMap<>(CommandStatus.class);

  static {
    older(ESME_RINVSERTYP, ESME_RSERTYPUNAUTH, ESME_RSERTYPDENIED);
    // Worth another attempt, and so must its stand-in be.
    older(ESME_RSYSERR, ESME_RSERTYPUNAVAIL);
    older(ESME_RINVCMDID, ESME_RPROHIBITED);
    // No status of 3.4 is about data_coding.
    older(ESME_RSUBMITFAIL, ESME_RINVDCS, ESME_RBCASTFAIL);
    older(ESME_RQUERYFAIL, ESME_RBCASTQUERYFAIL);
    older(ESME_RCANCELFAIL, ESME_RBCASTCANCELFAIL);
    older(
        ESME_RINVTLVVAL,
        ESME_RINVSRCADDRSUBUNIT,
        ESME_RINVDSTADDRSUBUNIT,
        ESME_RINVBCASTFREQINT,
        ESME_RINVBCASTALIAS_NAME,
        ESME_RINVBCASTAREAFMT,
        ESME_RINVNUMBCAST_AREAS,
        ESME_RINVBCASTCNTTYPE,
        ESME_RINVBCASTMSGCLASS,
        ESME_RINVBCAST_REP,
        ESME_RINVBCASTSRVGRP,
        ESME_RINVBCASTCHANIND);
  }

  private StatusFor() {}

  private static void older(CommandStatus known, CommandStatus... added) {
    for (CommandStatus status : added) {
      BEFORE_5_0.put(status, known);
    }
  }

  /**
   * The status as a peer is to read it.
   *
   * @param interfaceVersion what the session speaks: 0x33 or less, 0x34, 0x50
   */
  public static CommandStatus version(CommandStatus status, int interfaceVersion) {
    if (interfaceVersion >= V5_0) {
      return status;
    }
    CommandStatus older = BEFORE_5_0.get(status);
    return older == null ? status : older;
  }

  /** The same for the number on the wire; numbers that no table names stay as they are. */
  public static int version(int status, int interfaceVersion) {
    if (status < ESME_RSERTYPUNAUTH.value() || interfaceVersion >= V5_0) {
      return status;
    }
    CommandStatus known = CommandStatus.of(status);
    return known == null ? status : version(known, interfaceVersion).value();
  }
}
