package org.messagecenter.server.dialect;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.messagecenter.server.config.Section;

/**
 * How a carrier writes the id of one message in its submit_sm_resp and in its receipts, and the
 * form in which both compare.
 *
 * <p>Numbers compare without leading zeros, and in hexadecimal as soon as one of the places has
 * that. What is no number where one is expected compares as a text. Nothing is ever cut off but
 * prefix, suffix, blanks and NULs; of an id that is far longer than the book allows the end is
 * hashed, as the store takes none of that length.
 *
 * @param response in submit_sm_resp
 * @param receipt in the text of a receipt
 * @param tlv in receipted_message_id
 * @param ignoreCase whether texts compare in lower case
 * @param stripZeros whether leading zeros of texts do not count
 * @param responseAffix what submit_sm_resp has around the id
 * @param receiptAffix what receipts have around the id
 */
record IdForms(
    Form response,
    Form receipt,
    Form tlv,
    boolean ignoreCase,
    boolean stripZeros,
    Affix responseAffix,
    Affix receiptAffix) {

  static final IdForms BOOK =
      new IdForms(Form.TEXT, Form.TEXT, Form.TEXT, false, false, Affix.NONE, Affix.NONE);

  private static final int HEXADECIMAL = 16;

  /** What message_id can hold (34:5.2.23); longer runs of digits are compared as texts. */
  private static final int MOST_DIGITS = 64;

  /** Characters, of two octets at most, that the store takes. */
  private static final int LONGEST = 127;

  /** What a longer one keeps of its characters. */
  private static final int BEGINNING = 60;

  /** Decimal digits that always fit a long. */
  private static final int LONG_DIGITS = 18;

  enum Form {
    TEXT,
    HEX,
    DECIMAL
  }

  private enum Case {
    KEEP,
    IGNORE
  }

  private enum Padding {
    KEEP,
    STRIP
  }

  /** Texts that stand before and behind an id without being part of it; empty for none. */
  record Affix(String prefix, String suffix) {
    static final Affix NONE = new Affix("", "");

    Affix with(Section section, String of) {
      return new Affix(
          section.optionalString(of + "-prefix").orElse(prefix),
          section.optionalString(of + "-suffix").orElse(suffix));
    }

    String off(String id) {
      int from = !prefix.isEmpty() && id.startsWith(prefix) ? prefix.length() : 0;
      int to =
          !suffix.isEmpty() && id.endsWith(suffix) ? id.length() - suffix.length() : id.length();
      // What is nothing but prefix and suffix is an id of its own.
      return to > from ? id.substring(from, to) : id;
    }
  }

  /** What the section {@code id} says, and this where it says nothing. */
  IdForms with(Section s) {
    Form inReceipt = s.has("receipt") ? s.oneOf("receipt", Form.class) : receipt;
    Form otherwise = s.has("receipt") ? inReceipt : tlv;
    return new IdForms(
        s.has("response") ? s.oneOf("response", Form.class) : response,
        inReceipt,
        s.has("tlv") ? s.oneOf("tlv", Form.class) : otherwise,
        s.has("case") ? s.oneOf("case", Case.class) == Case.IGNORE : ignoreCase,
        s.has("padding") ? s.oneOf("padding", Padding.class) == Padding.STRIP : stripZeros,
        responseAffix.with(s, "response"),
        receiptAffix.with(s, "receipt"));
  }

  String ofResponse(String id) {
    return normal(id, response, responseAffix);
  }

  String ofReceipt(String id) {
    return normal(id, receipt, receiptAffix);
  }

  String ofTlv(String id) {
    return normal(id, tlv, receiptAffix);
  }

  private String normal(String written, Form form, Affix affix) {
    String id = affix.off(trimmed(written));
    return kept(
        switch (form) {
          case HEX -> isNumber(id, HEXADECIMAL) ? withoutZeros(lower(id)) : text(id);
          case DECIMAL -> isNumber(id, 10) ? decimal(withoutZeros(id)) : text(id);
          case TEXT -> text(id);
        });
  }

  /** Short enough for the store, and still different from all others. */
  private static String kept(String id) {
    if (id.length() <= LONGEST) {
      return id;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return id.substring(0, BEGINNING) + '~' + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private String decimal(String digits) {
    if (response != Form.HEX && receipt != Form.HEX && tlv != Form.HEX) {
      return digits;
    }
    if (digits.length() <= LONG_DIGITS) {
      return Long.toHexString(Long.parseLong(digits));
    }
    return digits.length() <= MOST_DIGITS ? new BigInteger(digits).toString(HEXADECIMAL) : digits;
  }

  private String text(String id) {
    String sameCase = ignoreCase ? lower(id) : id;
    return stripZeros ? withoutZeros(sameCase) : sameCase;
  }

  private static String trimmed(String id) {
    int to = id.length();
    while (to > 0 && id.charAt(to - 1) <= ' ') {
      to--;
    }
    int from = 0;
    while (from < to && id.charAt(from) <= ' ') {
      from++;
    }
    return id.substring(from, to);
  }

  private static String lower(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private static String withoutZeros(String id) {
    int from = 0;
    while (from < id.length() - 1 && id.charAt(from) == '0') {
      from++;
    }
    return id.substring(from);
  }

  private static boolean isNumber(String id, int base) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      // Digits of other scripts are none here.
      if (c > 'f' || Character.digit(c, base) < 0) {
        return false;
      }
    }
    return !id.isEmpty();
  }
}
