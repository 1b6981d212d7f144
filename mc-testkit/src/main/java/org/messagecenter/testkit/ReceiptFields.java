package org.messagecenter.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a delivery receipt, field by field, exactly as printed (SMPP 3.4, appendix B).
 *
 * <p>Read on purpose without the message center's own receipt parser, and without its tolerances: a
 * receipt that other ESMEs would not understand must not pass here.
 *
 * @param id the message_id the receipt is about
 * @param sub messages submitted, three digits
 * @param dlvrd messages delivered, three digits
 * @param submitDate YYMMDDhhmm
 * @param doneDate YYMMDDhhmm
 * @param stat the final state, seven letters: DELIVRD, EXPIRED …
 * @param err the network's or message center's error code, three characters
 * @param text the first characters of the message
 */
public record ReceiptFields(
    String id,
    String sub,
    String dlvrd,
    String submitDate,
    String doneDate,
    String stat,
    String err,
    String text) {

  private static final Pattern APPENDIX_B =
      Pattern.compile(
          "id:(\\S+) sub:(\\d{3}) dlvrd:(\\d{3}) submit date:(\\d{10}) done date:(\\d{10})"
              + " stat:([A-Z]{7}) err:(\\w{3}) [Tt]ext:(.*)",
          Pattern.DOTALL);

  /**
   * Reads the text of a receipt.
   *
   * @throws AssertionError when it does not have the form of appendix B
   */
  public static ReceiptFields parse(String text) {
    Matcher fields = APPENDIX_B.matcher(text);
    if (!fields.matches()) {
      throw new AssertionError("not the text of a delivery receipt: " + text);
    }
    return new ReceiptFields(
        group(fields, 1),
        group(fields, 2),
        group(fields, 3),
        group(fields, 4),
        group(fields, 5),
        group(fields, 6),
        group(fields, 7),
        group(fields, 8));
  }

  private static String group(Matcher matcher, int number) {
    String group = matcher.group(number);
    return group == null ? "" : group;
  }
}
