package org.messagecenter.testkit;

import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * How a carrier writes its message_ids: in the response, and in the receipt, which is not always
 * the same.
 *
 * @param response writes the n-th message's id in submit_sm_resp, n from 1
 * @param receipt writes it in the receipt
 */
public record CarrierIds(LongFunction<String> response, LongFunction<String> receipt) {

  /** Added to the number, so that hexadecimal and decimal forms differ in every id. */
  private static final long FIRST = 0x1A2B3C00L;

  /** Eight lower-case hexadecimal digits in both places. */
  public static CarrierIds hex() {
    return same("%08x"::formatted);
  }

  /** Upper-case hexadecimal digits in the response, the same in lower case in the receipt. */
  public static CarrierIds upperThenLower() {
    return new CarrierIds(
        n -> "%08x".formatted(FIRST + n).toUpperCase(Locale.ROOT),
        n -> "%08x".formatted(FIRST + n));
  }

  /** Hexadecimal in the response, the same number in decimal in the receipt. */
  public static CarrierIds hexThenDecimal() {
    return new CarrierIds(n -> Long.toHexString(FIRST + n), n -> Long.toString(FIRST + n));
  }

  /** Decimal in the response, the same number in hexadecimal in the receipt. */
  public static CarrierIds decimalThenHex() {
    return new CarrierIds(n -> Long.toString(FIRST + n), n -> Long.toHexString(FIRST + n));
  }

  /** A plain decimal number in the response, padded with zeros to ten digits in the receipt. */
  public static CarrierIds paddedInReceipt() {
    return new CarrierIds(Long::toString, "%010d"::formatted);
  }

  /** A UUID, 36 characters with hyphens, in both places; the same ones in each run. */
  public static CarrierIds uuid() {
    return same(n -> new UUID(0x5EEDL * n, HexFormat.fromHexDigits("c0ffee") + n).toString());
  }

  /** The same form in both places. */
  public static CarrierIds same(LongFunction<String> form) {
    return new CarrierIds(form, form);
  }
}
