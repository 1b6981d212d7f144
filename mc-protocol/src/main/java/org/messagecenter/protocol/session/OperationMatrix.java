package org.messagecenter.protocol.session;

import static org.messagecenter.protocol.session.SessionState.BOUND_RX;
import static org.messagecenter.protocol.session.SessionState.BOUND_TRX;
import static org.messagecenter.protocol.session.SessionState.BOUND_TX;
import static org.messagecenter.protocol.session.SessionState.OPEN;
import static org.messagecenter.protocol.session.SessionState.OUTBOUND;
import static org.messagecenter.protocol.session.SessionState.UNBINDING;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Which request may be sent by whom in which state (5.0 table 2-1).
 *
 * <p>Where the versions differ, the wider reading serves: replace_sm also on a transceiver, data_sm
 * by direction as 5.0 prints it, enquire_link in every state. Responses are not listed: a response
 * is legal when its request is outstanding.
 */
public final class OperationMatrix {
  private static final Map<CommandId, Map<Role, Set<SessionState>>> LEGAL =
      new EnumMap<>(CommandId.class);

  static {
    for (Role both : Role.values()) {
      allow(CommandId.ENQUIRE_LINK, both, OPEN, OUTBOUND, BOUND_TX, BOUND_RX, BOUND_TRX, UNBINDING);
      allow(CommandId.ENQUIRE_LINK, both, SessionState.BINDING);
      allow(CommandId.UNBIND, both, BOUND_TX, BOUND_RX, BOUND_TRX, UNBINDING);
    }
    allow(CommandId.BIND_TRANSMITTER, Role.ESME, OPEN, OUTBOUND);
    allow(CommandId.BIND_RECEIVER, Role.ESME, OPEN, OUTBOUND);
    allow(CommandId.BIND_TRANSCEIVER, Role.ESME, OPEN, OUTBOUND);
    allow(CommandId.OUTBIND, Role.MC, OPEN);
    allow(CommandId.SUBMIT_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.SUBMIT_MULTI, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.QUERY_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.CANCEL_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.REPLACE_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.BROADCAST_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.QUERY_BROADCAST_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.CANCEL_BROADCAST_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.DATA_SM, Role.ESME, BOUND_TX, BOUND_TRX);
    allow(CommandId.DATA_SM, Role.MC, BOUND_RX, BOUND_TRX);
    allow(CommandId.DELIVER_SM, Role.MC, BOUND_RX, BOUND_TRX);
    allow(CommandId.ALERT_NOTIFICATION, Role.MC, BOUND_RX, BOUND_TRX);
  }

  private OperationMatrix() {}

  /** Whether {@code sender} may send this request in this state. */
  public static boolean allows(CommandId request, Role sender, SessionState state) {
    Map<Role, Set<SessionState>> row = LEGAL.get(request);
    if (row == null) {
      return false;
    }
    Set<SessionState> states = row.get(sender);
    return states != null && states.contains(state);
  }

  private static void allow(CommandId request, Role sender, SessionState... states) {
    LEGAL
        .computeIfAbsent(request, r -> new EnumMap<>(Role.class))
        .computeIfAbsent(sender, s -> EnumSet.noneOf(SessionState.class))
        .addAll(Arrays.asList(states));
  }
}
