package org.messagecenter.server.broadcast;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.submit.Refusal;

/** The rules of broadcast_sm alone (50:4.4.1, 50:4.8.4); each value answers its own status. */
final class BroadcastChecks {
  private static final List<TlvTag> MANDATORY =
      List.of(
          TlvTag.BROADCAST_AREA_IDENTIFIER,
          TlvTag.BROADCAST_CONTENT_TYPE,
          TlvTag.BROADCAST_REP_NUM,
          TlvTag.BROADCAST_FREQUENCY_INTERVAL);

  private static final int CONTENT_TYPE_LENGTH = 3;
  private static final int LAST_NETWORK = 3;
  private static final int RESERVED_PRIORITY = 3;
  private static final int LAST_PRIORITY = 4;
  private static final int LAST_CLASS = 3;
  private static final int LAST_CHANNEL = 1;

  private BroadcastChecks() {}

  /** The first rule that is broken, or null. */
  static @Nullable Refusal check(BroadcastSm request, BroadcastSettings settings) {
    Tlvs tlvs = request.tlvs();
    for (TlvTag tag : MANDATORY) {
      if (!tlvs.has(tag)) {
        return new Refusal(CommandStatus.ESME_RMISSINGTLV, tag.name() + " is missing");
      }
    }
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
    return values(tlvs);
  }

  private static @Nullable Refusal values(Tlvs tlvs) {
    Octets type = value(tlvs, TlvTag.BROADCAST_CONTENT_TYPE);
    if (type.length() != CONTENT_TYPE_LENGTH || type.at(0) > LAST_NETWORK) {
      return new Refusal(CommandStatus.ESME_RINVBCASTCNTTYPE, "broadcast_content_type");
    }
    if (tlvs.intValue(TlvTag.BROADCAST_REP_NUM, -1) < 0) {
      return new Refusal(CommandStatus.ESME_RINVBCAST_REP, "broadcast_rep_num");
    }
    if (Rhythm.of(value(tlvs, TlvTag.BROADCAST_FREQUENCY_INTERVAL)) == null) {
      return new Refusal(CommandStatus.ESME_RINVBCASTFREQINT, "broadcast_frequency_interval");
    }
    if (beyond(tlvs, TlvTag.BROADCAST_CHANNEL_INDICATOR, LAST_CHANNEL)) {
      return new Refusal(CommandStatus.ESME_RINVBCASTCHANIND, "broadcast_channel_indicator");
    }
    if (beyond(tlvs, TlvTag.BROADCAST_MESSAGE_CLASS, LAST_CLASS)) {
      return new Refusal(CommandStatus.ESME_RINVBCASTMSGCLASS, "broadcast_message_class");
    }
    if (tlvs.has(TlvTag.BROADCAST_SERVICE_GROUP)
        && value(tlvs, TlvTag.BROADCAST_SERVICE_GROUP).isEmpty()) {
      return new Refusal(CommandStatus.ESME_RINVBCASTSRVGRP, "broadcast_service_group is empty");
    }
    return null;
  }

  private static boolean beyond(Tlvs tlvs, TlvTag tag, int most) {
    int value = tlvs.has(tag) ? tlvs.intValue(tag, -1) : 0;
    return value < 0 || value > most;
  }

  private static Octets value(Tlvs tlvs, TlvTag tag) {
    Octets value = tlvs.find(tag);
    return value == null ? Octets.EMPTY : value;
  }
}
