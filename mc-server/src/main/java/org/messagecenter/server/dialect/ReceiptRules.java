package org.messagecenter.server.dialect;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.config.Section;

/**
 * What a carrier's receipts look like.
 *
 * @param types bit n is set when messages whose esm_class has type n may be receipts
 * @param tlvIdFirst whether receipted_message_id counts where the text has an id as well
 * @param tlvStateFirst whether message_state counts where the text has a word as well
 * @param notificationsEnd whether a type of 0x20 may carry a final state
 * @param acceptedIsFinal whether nothing comes behind ACCEPTED
 * @param otherWords the state of a receipt whose word nobody knows
 * @param words the stat words
 * @param zone of the dates
 * @param tlvs tags that mean the same as others: the carrier's, and the usual one
 */
record ReceiptRules(
    long types,
    boolean tlvIdFirst,
    boolean tlvStateFirst,
    boolean notificationsEnd,
    boolean acceptedIsFinal,
    MessageState otherWords,
    StatWords words,
    ZoneId zone,
    Map<Integer, Integer> tlvs) {

  static final ReceiptRules BOOK =
      new ReceiptRules(
          1L << 0x04 | 1L << 0x20,
          true,
          true,
          false,
          true,
          MessageState.UNKNOWN,
          StatWords.BOOK,
          ZoneOffset.UTC,
          Map.of());

  private static final Pattern TYPES = Pattern.compile("0x(00|04|08|10|18|20)");

  private enum Place {
    TLV,
    TEXT
  }

  private enum Notification {
    INTERMEDIATE,
    BY_STATE
  }

  private enum Accepted {
    FINAL,
    INTERMEDIATE
  }

  /** What the section {@code receipts} says, and this where it says nothing. */
  ReceiptRules with(Section s) {
    return new ReceiptRules(
        s.has("esm-classes") ? types(s) : types,
        s.has("id-from") ? s.oneOf("id-from", Place.class) == Place.TLV : tlvIdFirst,
        s.has("state-from") ? s.oneOf("state-from", Place.class) == Place.TLV : tlvStateFirst,
        s.has("notifications")
            ? s.oneOf("notifications", Notification.class) == Notification.BY_STATE
            : notificationsEnd,
        s.has("accepted") ? s.oneOf("accepted", Accepted.class) == Accepted.FINAL : acceptedIsFinal,
        s.has("other-words") ? s.oneOf("other-words", MessageState.class) : otherWords,
        s.optionalSection("words").map(words::with).orElse(words),
        s.has("time-zone") ? zone(s) : zone,
        s.optionalSection("tlvs").map(this::renaming).orElse(tlvs));
  }

  private static long types(Section s) {
    List<String> texts =
        s.strings("esm-classes", TYPES, "one of 0x00, 0x04, 0x08, 0x10, 0x18, 0x20 in quotes");
    long types = 0;
    for (String text : texts) {
      types |= 1L << Integer.parseInt(text.substring(2), 16);
    }
    return types;
  }

  private static ZoneId zone(Section s) {
    try {
      return ZoneId.of(s.string("time-zone")).normalized();
    } catch (DateTimeException e) {
      s.problem("time-zone", "must be a time zone such as UTC, +02:00 or Europe/Berlin");
      return ZoneOffset.UTC;
    }
  }

  private Map<Integer, Integer> renaming(Section s) {
    Map<Integer, Integer> all = new HashMap<>(tlvs);
    TlvNumber.pairs(s, all::put);
    return Map.copyOf(all);
  }

  boolean takes(int type) {
    return (types >> type & 1) != 0;
  }

  /**
   * The state that counts. A notification says how far a message has come, so the only end it is
   * believed is the good one.
   */
  MessageState state(MessageState told, boolean notification) {
    boolean underWay =
        (notification && !notificationsEnd && told != MessageState.DELIVERED)
            || (told == MessageState.ACCEPTED && !acceptedIsFinal);
    return underWay && told.isFinal() ? MessageState.ENROUTE : told;
  }

  /** The TLVs under their usual tags. */
  Tlvs renamed(Tlvs arrived) {
    if (tlvs.isEmpty() || arrived.isEmpty()) {
      return arrived;
    }
    Tlvs.Builder renamed = Tlvs.builder();
    arrived.forEach((tag, value) -> renamed.put(tlvs.getOrDefault(tag, tag), value));
    return renamed.build();
  }
}
