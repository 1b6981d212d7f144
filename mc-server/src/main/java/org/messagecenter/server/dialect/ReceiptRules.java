package org.messagecenter.server.dialect;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
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
 * @param networkTag the tag of a TLV with MCC and MNC in one; 0 for none
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
    Map<Integer, Integer> tlvs,
    int networkTag) {

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
          Map.of(),
          0);

  /** The tags of MCC and MNC, which no specification has. */
  private static final int MCC = 0x0410;

  private static final int MNC = 0x0411;
  private static final int MCC_DIGITS = 3;

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
        s.optionalSection("tlvs").map(this::renaming).orElse(tlvs),
        s.has("mcc-mnc-tlv")
            ? s.optionalString("mcc-mnc-tlv", TlvNumber.FORM, TlvNumber.RULE)
                .map(TlvNumber::of)
                .orElse(0)
            : networkTag);
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

  /** The TLVs under their usual tags; MCC and MNC, where they came in one, besides it as two. */
  Tlvs usual(Tlvs arrived) {
    if ((tlvs.isEmpty() && networkTag == 0) || arrived.isEmpty()) {
      return arrived;
    }
    Tlvs.Builder usual = Tlvs.builder();
    arrived.forEach((tag, value) -> usual.put(tlvs.getOrDefault(tag, tag), value));
    Octets network = networkTag == 0 ? null : digits(arrived.find(networkTag));
    if (network != null && !names(arrived, MCC) && !names(arrived, MNC)) {
      usual
          .put(MCC, network.slice(0, MCC_DIGITS))
          .put(MNC, network.slice(MCC_DIGITS, network.length() - MCC_DIGITS));
    }
    return usual.build();
  }

  /** Whether there is one with this usual tag. */
  private boolean names(Tlvs arrived, int usual) {
    boolean[] found = {false};
    arrived.forEach((tag, value) -> found[0] |= tlvs.getOrDefault(tag, tag) == usual);
    return found[0];
  }

  /** Three digits of MCC and two or three of MNC, without the NUL behind; null for all else. */
  private static @Nullable Octets digits(@Nullable Octets value) {
    if (value == null) {
      return null;
    }
    int length = value.length();
    if (length > 0 && value.at(length - 1) == 0) {
      length--;
    }
    if (length < MCC_DIGITS + 2 || length > MCC_DIGITS + 3) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      if (value.at(i) < '0' || value.at(i) > '9') {
        return null;
      }
    }
    return value.slice(0, length);
  }
}
