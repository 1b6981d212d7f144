package org.messagecenter.protocol.spec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The PDUs of SMPP 3.4 and 5.0 (34:5.1.2.1, 50:4.7.5).
 *
 * <p>A response carries the number of its request with bit 31 set. The three PDUs that exist only
 * in 3.3 (param_retrieve, query_last_msgs, query_msg_details) are left out on purpose: they are
 * answered like any unknown command.
 */
public enum CommandId {
  GENERIC_NACK(
      0x80000000,
      "Refuses what cannot be answered by its own response: an unknown command, a broken length"),
  BIND_RECEIVER(0x00000001, "Opens a session in which the ESME only receives"),
  BIND_RECEIVER_RESP(0x80000001),
  BIND_TRANSMITTER(0x00000002, "Opens a session in which the ESME only sends"),
  BIND_TRANSMITTER_RESP(0x80000002),
  QUERY_SM(0x00000003, "Asks for the state of one message"),
  QUERY_SM_RESP(0x80000003),
  SUBMIT_SM(0x00000004, "Hands a message for one destination to the message center"),
  SUBMIT_SM_RESP(0x80000004),
  DELIVER_SM(0x00000005, "Brings a message or a receipt to the ESME"),
  DELIVER_SM_RESP(0x80000005),
  UNBIND(0x00000006, "Ends the session"),
  UNBIND_RESP(0x80000006),
  REPLACE_SM(0x00000007, "Changes a message that has not been delivered yet"),
  REPLACE_SM_RESP(0x80000007),
  CANCEL_SM(0x00000008, "Takes back one message, or all from one address to another"),
  CANCEL_SM_RESP(0x80000008),
  BIND_TRANSCEIVER(0x00000009, "Opens a session in which the ESME sends and receives"),
  BIND_TRANSCEIVER_RESP(0x80000009),
  /** Sent by the message center; has no response. */
  OUTBIND(0x0000000B, "Asks an ESME, on a connection the message center opened, to bind"),
  ENQUIRE_LINK(0x00000015, "Asks whether the other side is still there"),
  ENQUIRE_LINK_RESP(0x80000015),
  SUBMIT_MULTI(0x00000021, "Hands over one message for up to 255 destinations and lists"),
  SUBMIT_MULTI_RESP(0x80000021),
  /** Sent by the message center; has no response. */
  ALERT_NOTIFICATION(0x00000102, "Tells that a handset can be reached again"),
  DATA_SM(0x00000103, "Carries a message either way, nearly all of it in TLVs"),
  DATA_SM_RESP(0x80000103),
  BROADCAST_SM(0x00000111, "Hands over a message for all handsets in some areas"),
  BROADCAST_SM_RESP(0x80000111),
  QUERY_BROADCAST_SM(0x00000112, "Asks how far a broadcast has come"),
  QUERY_BROADCAST_SM_RESP(0x80000112),
  CANCEL_BROADCAST_SM(0x00000113, "Ends a broadcast"),
  CANCEL_BROADCAST_SM_RESP(0x80000113);

  /** Bit 31, which tells a response from a request. */
  public static final int RESPONSE_BIT = 0x80000000;

  /** Every assigned number is below this once the response bit is taken away. */
  private static final int TABLE_SIZE = 0x200;

  private static final @Nullable CommandId[] REQUESTS = new @Nullable CommandId[TABLE_SIZE];
  private static final @Nullable CommandId[] RESPONSES = new @Nullable CommandId[TABLE_SIZE];

  static {
    for (CommandId id : values()) {
      (id.isResponse() ? RESPONSES : REQUESTS)[id.value & ~RESPONSE_BIT] = id;
    }
  }

  private final int value;
  private final String wireName;
  private final String purpose;

  CommandId(int value) {
    this(value, "");
  }

  CommandId(int value, String purpose) {
    this.value = value;
    this.wireName = name().toLowerCase(Locale.ROOT);
    this.purpose = purpose;
  }

  /** The command_id on the wire; negative as a Java int when it is a response. */
  public int value() {
    return value;
  }

  /** The name the specification prints, such as {@code submit_sm_resp}. */
  public String wireName() {
    return wireName;
  }

  /**
   * The interface_version that brought this command: 0x33, 0x34 or 0x50. A peer of an older version
   * knows no such command.
   */
  public int since() {
    return switch (this) {
      case BROADCAST_SM,
          BROADCAST_SM_RESP,
          QUERY_BROADCAST_SM,
          QUERY_BROADCAST_SM_RESP,
          CANCEL_BROADCAST_SM,
          CANCEL_BROADCAST_SM_RESP ->
          0x50;
      case BIND_TRANSCEIVER,
          BIND_TRANSCEIVER_RESP,
          OUTBIND,
          ALERT_NOTIFICATION,
          DATA_SM,
          DATA_SM_RESP ->
          0x34;
      default -> 0x33;
    };
  }

  /** True for responses and for generic_nack: PDUs that are never answered. */
  public boolean isResponse() {
    return value < 0;
  }

  /** True for a request that is answered; outbind and alert_notification are not. */
  public boolean hasResponse() {
    return value > 0 && RESPONSES[value] != null;
  }

  /**
   * The response that answers this request.
   *
   * @throws IllegalStateException if this is a response, outbind or alert_notification
   */
  public CommandId response() {
    CommandId response = value > 0 ? RESPONSES[value] : null;
    if (response == null) {
      throw new IllegalStateException(wireName + " is never answered");
    }
    return response;
  }

  /** What a request is for, in one line; empty for a response. */
  public String purpose() {
    return purpose;
  }

  /** The command with this number, or null when neither 3.4 nor 5.0 assigns it. */
  public static @Nullable CommandId of(int value) {
    int number = value & ~RESPONSE_BIT;
    if (number >= TABLE_SIZE) {
      return null;
    }
    return value < 0 ? RESPONSES[number] : REQUESTS[number];
  }
}
