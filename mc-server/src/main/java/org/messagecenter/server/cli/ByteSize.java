package org.messagecenter.server.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of octets on the command line: {@code 4096}, {@code 64KiB}, {@code 50MiB}. */
final class ByteSize implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(|B|KiB|MiB|GiB)");
  private static final int KIB_BITS = 10;

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size; write it as 4096, 64KiB, 50MiB or 1GiB");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "KiB" -> number << KIB_BITS;
      case "MiB" -> number << (2 * KIB_BITS);
      case "GiB" -> number << (3 * KIB_BITS);
      default -> number;
    };
  }
}
