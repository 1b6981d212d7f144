package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.Field;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * What submit_sm and deliver_sm have in common: the same body in both directions.
 *
 * <p>These two are nearly all the traffic there is, so they are no records: one that arrived keeps
 * the octets of its body and a few offsets, and makes a value when it is asked for. One that was
 * built keeps its values. Nobody can tell the difference; the values of both are immutable, and two
 * threads that ask at the same time may each make their own equal copy.
 */
public abstract sealed class MessagePdu implements Pdu permits SubmitSm, DeliverSm {
  /** Octets from registered_delivery to the text: four more fields, the last of them sm_length. */
  private static final int TAIL = 5;

  private static final int ADDRESS_HEAD = 2;

  private static final KnownAddresses SOURCES = new KnownAddresses();

  /** Below any index, also after a few octets were added to it. */
  private static final int NOT_FOUND = Integer.MIN_VALUE / 2;

  /** The whole body, of which all offsets are indexes; null when the message was built. */
  private final byte @Nullable [] body;

  // No field before the text begins behind octet 94, so a byte will do.
  private final byte sourceAt;
  private final byte destinationAt;
  private final byte esmClassAt;
  private final byte tailAt;

  /** The values that are not kept below; null when the message arrived. */
  private final @Nullable Given given;

  // Made on demand when the message arrived.
  private @Nullable Address sourceAddr;
  private @Nullable Address destinationAddr;
  private @Nullable Octets shortMessage;
  private @Nullable Tlvs tlvs;

  /** The fields that cost little to read again. */
  private record Given(
      String serviceType,
      int esmClass,
      int protocolId,
      int priorityFlag,
      String scheduleDeliveryTime,
      String validityPeriod,
      int registeredDelivery,
      int replaceIfPresentFlag,
      int dataCoding,
      int smDefaultMsgId) {}

  MessagePdu(
      String serviceType,
      Address sourceAddr,
      Address destinationAddr,
      int esmClass,
      int protocolId,
      int priorityFlag,
      String scheduleDeliveryTime,
      String validityPeriod,
      int registeredDelivery,
      int replaceIfPresentFlag,
      int dataCoding,
      int smDefaultMsgId,
      Octets shortMessage,
      Tlvs tlvs) {
    this.body = null;
    this.sourceAt = 0;
    this.destinationAt = 0;
    this.esmClassAt = 0;
    this.tailAt = 0;
    this.given =
        new Given(
            serviceType,
            esmClass,
            protocolId,
            priorityFlag,
            scheduleDeliveryTime,
            validityPeriod,
            registeredDelivery,
            replaceIfPresentFlag,
            dataCoding,
            smDefaultMsgId);
    this.sourceAddr = sourceAddr;
    this.destinationAddr = destinationAddr;
    this.shortMessage = shortMessage;
    this.tlvs = tlvs;
  }

  /** Takes a body that {@link #marks} approves of. */
  MessagePdu(byte[] body, long marks) {
    this.body = body;
    this.sourceAt = (byte) marks;
    this.destinationAt = (byte) (marks >>> 8);
    this.esmClassAt = (byte) (marks >>> 16);
    this.tailAt = (byte) (marks >>> 24);
    this.given = null;
  }

  /**
   * Where the fields of a body begin, one octet each, or -1 for a body that is not exactly what the
   * layout writes. What is wrong with such a body, and whether it is tolerable, the layout knows.
   */
  static long marks(byte[] body) {
    int source = afterString(body, 0, 6);
    int destination = afterString(body, source + ADDRESS_HEAD, CommonTypes.SHORT_ADDRESS);
    int esmClass = afterString(body, destination + ADDRESS_HEAD, CommonTypes.SHORT_ADDRESS);
    int validity = afterString(body, esmClass + 3, 17);
    int tail = afterString(body, validity, 17);
    int text = tail + TAIL;
    if (tail < 0 || text > body.length) {
      return -1;
    }
    int tlvs = text + (body[text - 1] & 0xFF);
    if (!Tlvs.wellFormed(body, tlvs, body.length)) {
      return -1;
    }
    return source | destination << 8 | esmClass << 16 | (long) tail << 24;
  }

  private static int afterString(byte[] body, int start, int max) {
    if (start < 0) {
      return NOT_FOUND;
    }
    int last = Math.min(body.length, start + max);
    for (int at = start; at < last; at++) {
      if (body[at] == 0) {
        return at + 1;
      }
    }
    return NOT_FOUND;
  }

  /** Appends the body as it arrived; false when the message was built and the layout has to. */
  final boolean writeAsItCame(ByteBuf out) {
    if (body == null) {
      return false;
    }
    out.writeBytes(body);
    return true;
  }

  /**
   * The body with these fields in the place of its own, the rest as it came; null when the message
   * was built.
   */
  final byte @Nullable [] bodyWith(String schedule, String validity, int registeredDelivery) {
    byte[] from = body;
    if (from == null) {
      return null;
    }
    int scheduleAt = scheduleAt();
    byte[] to =
        new byte[from.length - (tailAt - scheduleAt) + schedule.length() + validity.length() + 2];
    System.arraycopy(from, 0, to, 0, scheduleAt);
    int at = string(to, scheduleAt, schedule);
    at = string(to, at, validity);
    System.arraycopy(from, tailAt, to, at, from.length - tailAt);
    to[at] = (byte) registeredDelivery;
    return to;
  }

  private static int string(byte[] to, int at, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(octets, 0, to, at, octets.length);
    return at + octets.length + 1;
  }

  /** The application service, up to 5 characters; empty is the default. */
  public final String serviceType() {
    return given != null ? given.serviceType : string(0, sourceAt);
  }

  /** Who sent the message. */
  public final Address sourceAddr() {
    Address known = sourceAddr;
    if (known == null) {
      // Few send much, so most sources come again and again; destinations do not.
      known = SOURCES.of(body(), sourceAt, destinationAt - 1);
      sourceAddr = known;
    }
    return known;
  }

  /** Who is to get it. */
  public final Address destinationAddr() {
    Address known = destinationAddr;
    if (known == null) {
      known = KnownAddresses.read(body(), destinationAt, esmClassAt - 1);
      destinationAddr = known;
    }
    return known;
  }

  /** Bit field: mode, kind of message, UDH and reply path (34:5.2.12). */
  public final int esmClass() {
    return given != null ? given.esmClass : octet(esmClassAt);
  }

  /** The GSM TP-PID. */
  public final int protocolId() {
    return given != null ? given.protocolId : octet(esmClassAt + 1);
  }

  /** 0 lowest to 3 highest. */
  public final int priorityFlag() {
    return given != null ? given.priorityFlag : octet(esmClassAt + 2);
  }

  /** When to deliver, 16 characters in SMPP time format; empty is at once. */
  public final String scheduleDeliveryTime() {
    return given != null ? given.scheduleDeliveryTime : string(scheduleAt(), validityAt());
  }

  /** Until when to try, 16 characters in SMPP time format; empty is the default. */
  public final String validityPeriod() {
    return given != null ? given.validityPeriod : string(validityAt(), tailAt);
  }

  /** Bit field: which receipts and acknowledgements are wanted (34:5.2.17). */
  public final int registeredDelivery() {
    return given != null ? given.registeredDelivery : octet(tailAt);
  }

  /** 1 replaces a pending message of the same service type and addresses. */
  public final int replaceIfPresentFlag() {
    return given != null ? given.replaceIfPresentFlag : octet(tailAt + 1);
  }

  /** The alphabet of the text (34:5.2.19). */
  public final int dataCoding() {
    return given != null ? given.dataCoding : octet(tailAt + 2);
  }

  /** Index of a text stored in the message center; 0 is none. */
  public final int smDefaultMsgId() {
    return given != null ? given.smDefaultMsgId : octet(tailAt + 3);
  }

  /** Up to 255 octets, a user data header first if esm_class says so. */
  public final Octets shortMessage() {
    Octets known = shortMessage;
    if (known == null) {
      int length = octet(tailAt + TAIL - 1);
      known = length == 0 ? Octets.EMPTY : new Octets(body(), tailAt + TAIL, length);
      shortMessage = known;
    }
    return known;
  }

  /** How long {@link #shortMessage} is; costs less than asking that. */
  public final int shortMessageLength() {
    Octets known = shortMessage;
    return known != null ? known.length() : octet(tailAt + TAIL - 1);
  }

  /** What follows the mandatory fields. */
  public final Tlvs tlvs() {
    Tlvs known = tlvs;
    if (known == null) {
      known = Tlvs.from(body(), tailAt + TAIL + octet(tailAt + TAIL - 1));
      tlvs = known;
    }
    return known;
  }

  /**
   * The user data wherever it is: message_payload when it holds anything, else short_message. 5.0
   * gives the payload this precedence (50:4.2.1.1); 3.4 forbids sending both.
   */
  public final Octets text() {
    Octets payload = payload();
    return payload != null ? payload : shortMessage();
  }

  /** How long {@link #text} is; costs less than asking that. */
  public final int textLength() {
    Octets payload = payload();
    return payload != null ? payload.length() : shortMessageLength();
  }

  private @Nullable Octets payload() {
    Tlvs all = tlvs();
    Octets payload = all.isEmpty() ? null : all.find(TlvTag.MESSAGE_PAYLOAD);
    return payload == null || payload.isEmpty() ? null : payload;
  }

  private int scheduleAt() {
    return esmClassAt + 3;
  }

  /** Looked for each time: its own field would make every message eight octets larger. */
  private int validityAt() {
    return afterString(body(), scheduleAt(), 17);
  }

  private byte[] body() {
    return Objects.requireNonNull(body, "what was built has all its values");
  }

  private int octet(int at) {
    return body()[at] & 0xFF;
  }

  /** The text from {@code start} to the NUL before {@code next}. */
  private String string(int start, int next) {
    int length = next - 1 - start;
    return length == 0 ? "" : new String(body(), start, length, StandardCharsets.ISO_8859_1);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof MessagePdu that
        && commandId() == that.commandId()
        && MessageFields.ALL.stream()
            .allMatch(field -> field.value(this).equals(field.value(that)));
  }

  @Override
  public final int hashCode() {
    int hash = commandId().hashCode();
    for (Field<MessagePdu, ?> field : MessageFields.ALL) {
      hash = 31 * hash + field.value(this).hashCode();
    }
    return hash;
  }

  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(commandId().wireName()).append('[');
    String separator = "";
    for (Field<MessagePdu, ?> field : MessageFields.ALL) {
      text.append(separator).append(field.name()).append('=').append(field.value(this));
      separator = ", ";
    }
    return text.append(']').toString();
  }
}
