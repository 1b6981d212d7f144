package org.messagecenter.server.broadcast;

import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * One area of a broadcast (50:4.8.4.4).
 *
 * @param identifier the TLV's value: a format octet, then a name or a shape
 */
record Area(Octets identifier) {
  private static final int ALIAS = 0;
  private static final int ELLIPSOID_ARC = 1;
  private static final int POLYGON = 2;
  private static final int LONGEST = 101;

  /** ESME_ROK when the simulated network has the area, else why not. */
  CommandStatus status(BroadcastSettings cells) {
    if (identifier.length() < 2 || identifier.length() > LONGEST) {
      return CommandStatus.ESME_RINVBCASTAREAFMT;
    }
    return switch (identifier.at(0)) {
      case ALIAS ->
          cells.successOf(name()) == null
              ? CommandStatus.ESME_RINVBCASTALIAS_NAME
              : CommandStatus.ESME_ROK;
      case ELLIPSOID_ARC, POLYGON -> CommandStatus.ESME_ROK;
      default -> CommandStatus.ESME_RINVBCASTAREAFMT;
    };
  }

  /** Percent of handsets a broadcast reaches here. */
  int success(BroadcastSettings cells) {
    if (status(cells) != CommandStatus.ESME_ROK) {
      return 0;
    }
    Integer listed = identifier.at(0) == ALIAS ? cells.successOf(name()) : null;
    return listed == null ? cells.success() : listed;
  }

  private String name() {
    String text = identifier.slice(1, identifier.length() - 1).latin1();
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }
}
