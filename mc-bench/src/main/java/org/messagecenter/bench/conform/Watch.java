package org.messagecenter.bench.conform;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.bench.conform.TlvFindings.Finding;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Looks at every PDU of the message center during a run and remembers which rules it breaks. */
final class Watch {
  private static final int FIRST_STATUS_5_0 = 0x100;
  private static final int LAST_STATUS_5_0 = 0x112;
  private static final int LONGEST_ID_3_3 = 8;
  private static final int LONGEST_TEXT_3_4 = 254;

  /** Responses that consist of a header. */
  private static final Set<CommandId> HEADER_ONLY =
      EnumSet.of(
          CommandId.GENERIC_NACK,
          CommandId.UNBIND_RESP,
          CommandId.ENQUIRE_LINK_RESP,
          CommandId.CANCEL_SM_RESP,
          CommandId.REPLACE_SM_RESP,
          CommandId.CANCEL_BROADCAST_SM_RESP);

  /** Responses whose body is one C-octet string and TLVs. */
  private static final Set<CommandId> BINDS =
      EnumSet.of(
          CommandId.BIND_TRANSMITTER_RESP,
          CommandId.BIND_RECEIVER_RESP,
          CommandId.BIND_TRANSCEIVER_RESP);

  private static final Set<CommandId> TO_RECEIVERS =
      EnumSet.of(CommandId.DELIVER_SM, CommandId.DATA_SM, CommandId.ALERT_NOTIFICATION);

  private final TlvFindings findings;
  private final Map<WatchRule, Tally> tallies = new EnumMap<>(WatchRule.class);

  /** Also writes down which TLVs come. */
  Watch(TlvFindings findings) {
    this.findings = findings;
  }

  /** How often a rule applied, how often it was broken, and the first time in words. */
  static final class Tally {
    private int applied;
    private int broken;
    private String example = "";

    int applied() {
      return applied;
    }

    int broken() {
      return broken;
    }

    String example() {
      return example;
    }
  }

  Tally tally(WatchRule rule) {
    return tallies.computeIfAbsent(rule, r -> new Tally());
  }

  /** A response came that no request waits for. */
  void unasked(WirePdu pdu) {
    judge(WatchRule.ONE_ANSWER, false, pdu + " with sequence_number " + pdu.sequence());
  }

  /** A PDU came on a session. */
  void saw(Esme session, WirePdu pdu) {
    if (pdu.isResponse()) {
      response(session, pdu);
    } else {
      request(session, pdu);
    }
  }

  /** A message came and could be read. */
  void delivered(Esme session, Delivery delivery) {
    delivery.tlvs().keySet().forEach(tag -> findings.add(tag, Finding.SENT));
    boolean below5 = !session.version().atLeast(Version.V5_0);
    if (session.version() == Version.V3_3) {
      judge(WatchRule.TLVS_3_3, delivery.tlvs().isEmpty(), "a message with TLVs");
    }
    if (delivery.command() != CommandId.DELIVER_SM) {
      return;
    }
    if (below5) {
      judge(
          WatchRule.DELIVER_TIMES,
          delivery.schedule().isEmpty()
              && delivery.validity().isEmpty()
              && delivery.replaceFlag() == 0
              && delivery.defaultId() == 0,
          "one with at least one of them");
    }
    int length = delivery.shortMessage().length;
    byte[] payload = delivery.tlv(Bodies.MESSAGE_PAYLOAD);
    boolean twice = length > 0 && payload != null && payload.length > 0;
    judge(
        WatchRule.DELIVER_TEXT,
        !twice && (!below5 || length <= LONGEST_TEXT_3_4),
        twice ? "text in both places" : "sm_length " + length);
  }

  private void request(Esme session, WirePdu pdu) {
    judge(WatchRule.REQUEST_STATUS, pdu.ok(), pdu.name() + " with " + pdu.status());
    judge(
        WatchRule.REQUEST_SEQUENCE,
        pdu.sequence() > 0,
        pdu.name() + " with " + Integer.toUnsignedString(pdu.sequence()));
    @Nullable CommandId id = CommandId.of(pdu.commandId());
    if (id == null) {
      return;
    }
    BindMode mode = session.mode();
    if (TO_RECEIVERS.contains(id)) {
      judge(
          WatchRule.SESSION_STATE,
          mode == BindMode.RECEIVER || mode == BindMode.TRANSCEIVER,
          pdu.name() + (mode == null ? " before the bind" : " on a transmitter session"));
    } else {
      boolean fits =
          id == CommandId.ENQUIRE_LINK
              || id == CommandId.UNBIND
              || (id == CommandId.OUTBIND && mode == null);
      judge(WatchRule.SESSION_STATE, fits, pdu.name());
    }
    if (session.version() == Version.V3_3) {
      boolean younger = id == CommandId.DATA_SM || id == CommandId.ALERT_NOTIFICATION;
      judge(WatchRule.COMMANDS_3_3, !younger, pdu.name());
    }
  }

  private void response(Esme session, WirePdu pdu) {
    judge(WatchRule.ONE_ANSWER, true, "");
    boolean v3x = !session.version().atLeast(Version.V5_0);
    int status = pdu.status();
    if (v3x) {
      judge(
          WatchRule.STATUS_BY_VERSION,
          status < FIRST_STATUS_5_0 || status > LAST_STATUS_5_0,
          pdu + " on a session of " + session.version().label());
    }
    @Nullable CommandId id = CommandId.of(pdu.commandId());
    if (id == null) {
      return;
    }
    if (id == CommandId.ENQUIRE_LINK_RESP) {
      judge(WatchRule.ENQUIRE_STATUS, pdu.ok(), CommandStatus.describe(status));
    }
    if (HEADER_ONLY.contains(id)) {
      judge(
          WatchRule.HEADER_ONLY,
          pdu.body().length == 0 || !v3x,
          pdu.name() + " with " + pdu.body().length + " octets of body");
      return;
    }
    boolean submit = id == CommandId.SUBMIT_SM_RESP;
    if (!submit && !BINDS.contains(id)) {
      return;
    }
    if (!pdu.ok()) {
      boolean mayHaveBody = submit && !v3x; // TLVs of a failed transaction, 50:4.2.5
      judge(
          WatchRule.BODY_ON_ERROR,
          pdu.body().length == 0 || mayHaveBody,
          pdu + " with " + pdu.body().length + " octets of body");
      return;
    }
    accepted(session, pdu, submit, v3x);
  }

  private void accepted(Esme session, WirePdu pdu, boolean submit, boolean v3x) {
    BodyReader in = new BodyReader(pdu);
    String first = in.cString(submit ? "message_id" : "system_id", submit ? 65 : 16);
    boolean old = session.version() == Version.V3_3;
    if (submit) {
      judge(WatchRule.MESSAGE_ID, !first.isEmpty(), "an empty one");
      if (old) {
        judge(
            WatchRule.IDS_3_3,
            first.length() <= LONGEST_ID_3_3,
            "one of " + first.length() + " characters");
      }
    }
    if (old) {
      judge(WatchRule.TLVS_3_3, in.atEnd(), pdu.name() + " with octets behind its fields");
      return;
    }
    Set<Integer> tags = in.tlvs().keySet();
    tags.forEach(tag -> findings.add(tag, Finding.SENT));
    if (v3x) {
      boolean told = tags.contains(Bodies.CONGESTION_STATE);
      judge(WatchRule.CONGESTION, !told, pdu.name() + " on a session of 3.4");
    }
  }

  private void judge(WatchRule rule, boolean held, String otherwise) {
    Tally tally = tally(rule);
    tally.applied++;
    if (!held && tally.broken++ == 0) {
      tally.example = otherwise;
    }
  }
}
