package org.messagecenter.server.account;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.config.Section;

/**
 * What receipts and intermediate notifications look like.
 *
 * @param command which command brings them
 * @param text where their text stands
 * @param style how the text is printed
 * @param intermediate the esm_class of an intermediate notification: 0x20, or 0x04 as a receipt has
 * @param id how they write the message_id, in the text and in receipted_message_id
 * @param extraTlvs the tags of those TLVs that are taken over from a carrier's receipt, in this
 *     order; {@code partsTag} is the last of them
 * @param partsTag the tag under which the number of parts stands; 0 for nowhere
 */
public record ReceiptFormat(
    Command command,
    Place text,
    ReceiptStyle style,
    int intermediate,
    IdForm id,
    List<Integer> extraTlvs,
    int partsTag) {
  /** esm_class of a delivery receipt and of an intermediate notification (50:4.7.12). */
  public static final int RECEIPT = 0x04;

  public static final int INTERMEDIATE = 0x20;

  /** As the specification suggests. */
  public static final ReceiptFormat USUAL =
      new ReceiptFormat(
          Command.DELIVER_SM,
          Place.SHORT_MESSAGE,
          ReceiptStyle.USUAL,
          INTERMEDIATE,
          IdForm.SAME,
          List.of(),
          0);

  private static final Pattern DIGITS = Pattern.compile("10|12");

  /** TLVs that are in no specification and yet mean the same to several carriers. */
  private static final Map<String, Integer> KNOWN =
      Map.of("mobile-country-code", 0x0410, "mobile-network-code", 0x0411, "price", 0x0412);

  private static final Pattern TAG =
      Pattern.compile(String.join("|", KNOWN.keySet()) + "|0x[0-9A-Fa-f]{1,4}");

  private static final Pattern PARTS = Pattern.compile("none|0x[0-9A-Fa-f]{1,4}");

  /** What a receipt of ours says itself, and the carrier's words for it. */
  private static final Set<Integer> OURS =
      Set.of(
          TlvTag.RECEIPTED_MESSAGE_ID.tag(),
          TlvTag.MESSAGE_STATE.tag(),
          TlvTag.NETWORK_ERROR_CODE.tag(),
          TlvTag.USER_MESSAGE_REFERENCE.tag(),
          TlvTag.MESSAGE_PAYLOAD.tag());

  public ReceiptFormat {
    extraTlvs = List.copyOf(extraTlvs);
  }

  /** The command that brings a receipt. */
  public enum Command {
    DELIVER_SM,
    /** To 3.3 sessions, which do not know it, still deliver_sm. */
    DATA_SM
  }

  /** Where the text of a receipt stands. */
  public enum Place {
    SHORT_MESSAGE,
    MESSAGE_PAYLOAD,
    /** Nowhere: the TLVs say it all. */
    NONE
  }

  /** How the message_id is written, which is a hexadecimal number wherever it is given. */
  public enum IdForm {
    /** As submit_sm_resp had it. */
    SAME,
    /** With A to F. */
    UPPER,
    /** As a decimal number. */
    DECIMAL,
    /** As a decimal number of at least ten digits, zeros in front. */
    DECIMAL_PADDED;

    private static final int HEX = 16;
    private static final int PADDED = 10;

    /** The id in this form; one that is no hexadecimal number stays as it is. */
    public String write(String messageId) {
      return switch (this) {
        case SAME -> messageId;
        case UPPER -> messageId.toUpperCase(Locale.ROOT);
        case DECIMAL -> decimal(messageId);
        case DECIMAL_PADDED -> {
          String decimal = decimal(messageId);
          yield "0".repeat(Math.max(0, PADDED - decimal.length())) + decimal;
        }
      };
    }

    private static String decimal(String messageId) {
      try {
        return new BigInteger(messageId, HEX).toString();
      } catch (NumberFormatException e) {
        return messageId;
      }
    }
  }

  private enum Err {
    HEX,
    DECIMAL
  }

  private enum Kind {
    INTERMEDIATE(ReceiptFormat.INTERMEDIATE),
    RECEIPT(ReceiptFormat.RECEIPT);

    private final int esmClass;

    Kind(int esmClass) {
      this.esmClass = esmClass;
    }
  }

  /** What the section says, and this format where it says nothing. */
  ReceiptFormat with(Section section) {
    int parts = section.has("parts-tlv") ? partsTag(section) : partsTag;
    List<Integer> extra = section.has("extra-tlvs") ? tags(section) : taken();
    if (parts != 0) {
      // In the place of a carrier's own.
      extra = new ArrayList<>(extra);
      extra.remove((Integer) parts);
      extra.add(parts);
    }
    return new ReceiptFormat(
        section.has("command") ? section.oneOf("command", Command.class) : command,
        section.has("text") ? section.oneOf("text", Place.class) : text,
        new ReceiptStyle(
            section.has("date-digits")
                ? section.string("date-digits", DIGITS, "10 or 12").equals("12")
                : style.seconds(),
            section.has("err")
                ? section.oneOf("err", Err.class) == Err.DECIMAL
                : style.decimalError()),
        section.has("intermediate-as")
            ? section.oneOf("intermediate-as", Kind.class).esmClass
            : intermediate,
        section.has("message-id") ? section.oneOf("message-id", IdForm.class) : id,
        extra,
        parts);
  }

  /** The tags whose values are a carrier's. */
  private List<Integer> taken() {
    return extraTlvs.stream().filter(tag -> tag != partsTag).toList();
  }

  private static int partsTag(Section section) {
    String text = section.string("parts-tlv", PARTS, "none or 0x0001-0xFFFF");
    if (!text.startsWith("0x")) {
      return 0;
    }
    int tag = Integer.parseInt(text.substring(2), 16);
    if (tag == 0 || OURS.contains(tag)) {
      section.problem("parts-tlv", "must not name a TLV that receipts have for something else");
    }
    return tag;
  }

  private static List<Integer> tags(Section section) {
    List<Integer> tags = new ArrayList<>();
    for (String text :
        section.strings(
            "extra-tlvs",
            TAG,
            "mobile-country-code, mobile-network-code, price or 0x0001-0xFFFF")) {
      Integer known = KNOWN.get(text);
      int tag = known == null ? Integer.parseInt(text.substring(2), 16) : known;
      if (tag == 0 || OURS.contains(tag) || tags.contains(tag)) {
        section.problem("extra-tlvs", "must not name " + text + ", or not twice");
      }
      tags.add(tag);
    }
    return tags;
  }
}
