package org.messagecenter.server.broadcast;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.submit.Refusal;

/** The rules of broadcast_sm alone (50:4.4.1), after those about its TLVs one by one. */
final class BroadcastChecks {
  private static final int RESERVED_PRIORITY = 3;
  private static final int LAST_PRIORITY = 4;

  private BroadcastChecks() {}

  /** The first rule that is broken, or null. */
  static @Nullable Refusal check(BroadcastSm request, BroadcastSettings settings) {
    int priority = request.priorityFlag();
    if (priority > LAST_PRIORITY || priority == RESERVED_PRIORITY) {
      return new Refusal(CommandStatus.ESME_RINVPRTFLG, "priority_flag " + priority);
    }
    if (request.replaceIfPresentFlag() > 1) {
      return new Refusal(
          CommandStatus.ESME_RINVREPFLAG,
          "replace_if_present_flag " + request.replaceIfPresentFlag());
    }
    int areas = Broadcast.areas(request).size();
    if (areas > settings.mostAreas()) {
      return new Refusal(CommandStatus.ESME_RINVNUMBCAST_AREAS, areas + " areas");
    }
    Octets interval = request.tlvs().find(TlvTag.BROADCAST_FREQUENCY_INTERVAL);
    if (interval == null || Rhythm.of(interval) == null) {
      return new Refusal(
          CommandStatus.ESME_RINVBCASTFREQINT, "broadcast_frequency_interval is no time");
    }
    return null;
  }
}
