package org.messagecenter.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of value and knows its rule in words ("must be …").
 *
 * <p>Values from the command line are always texts, so every parser reads from the text form.
 */
final class ValueParser<T> {

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?[\\d.]+");

  private final String rule;
  private final Function<String, @Nullable T> parse;

  private ValueParser(String rule, Function<String, @Nullable T> parse) {
    this.rule = rule;
    this.parse = parse;
  }

  String rule() {
    return rule;
  }

  /** The value, or null if it breaks the rule. */
  @Nullable T parse(ConfigValue value) {
    if (value instanceof ConfigObject || value instanceof ConfigList) {
      return null;
    }
    return parse.apply(Reading.written(value));
  }

  static ValueParser<String> text() {
    return new ValueParser<>("a text", text -> text);
  }

  static ValueParser<String> text(Pattern pattern, String rule) {
    return new ValueParser<>(rule, text -> pattern.matcher(text).matches() ? text : null);
  }

  static ValueParser<Long> wholeNumber(long min, long max) {
    return new ValueParser<>(
        "a whole number from " + min + (max == Long.MAX_VALUE ? "" : " to " + max),
        text -> {
          Long number = INTEGER.matcher(text).matches() ? Long.valueOf(text) : null;
          return number == null || number < min || number > max ? null : number;
        });
  }

  static ValueParser<Double> decimal(double min, double max) {
    return new ValueParser<>(
        "a number from " + plain(min) + " to " + plain(max),
        text -> {
          Double number = parsedDouble(text);
          // Written so that NaN, which compares with nothing, is refused.
          return number != null && number >= min && number <= max ? number : null;
        });
  }

  static ValueParser<OptionalInt> port() {
    return new ValueParser<>(
        "a port from 0 (any free one) to 65535, or off",
        text -> {
          if (isOff(text)) {
            return OptionalInt.empty();
          }
          boolean number = INTEGER.matcher(text).matches();
          long port = number ? Long.parseLong(text) : -1;
          return port < 0 || port > 65_535 ? null : OptionalInt.of((int) port);
        });
  }

  static ValueParser<InetAddress> address() {
    return new ValueParser<>(
        "an IP address or the name of a host that can be looked up",
        text -> {
          try {
            return text.isBlank() ? null : InetAddress.getByName(text);
          } catch (UnknownHostException e) {
            return null;
          }
        });
  }

  static ValueParser<Duration> duration(Duration min, Duration max) {
    return new ValueParser<>(
        "a duration from " + DurationText.of(min) + " to " + DurationText.of(max),
        text -> {
          // HOCON takes a bare number for milliseconds; an operator who writes 30 means seconds.
          if (BARE_NUMBER.matcher(text).matches() && !text.equals("0")) {
            return null;
          }
          Duration duration = hocon(text, value -> value.getDuration("v"));
          return duration == null || duration.compareTo(min) < 0 || duration.compareTo(max) > 0
              ? null
              : duration;
        });
  }

  static ValueParser<Long> bytes(long min, long max) {
    return new ValueParser<>(
        "a size from "
            + ByteText.of(min)
            + (max == Long.MAX_VALUE ? "" : " to " + ByteText.of(max)),
        text -> {
          Long bytes = hocon(text, value -> value.getBytes("v"));
          return bytes == null || bytes < min || bytes > max ? null : bytes;
        });
  }

  /** What {@code other} reads, or {@code auto}, which is {@code automatic}. */
  static ValueParser<Long> orAuto(ValueParser<Long> other, long automatic) {
    return new ValueParser<>(
        other.rule() + ", or auto",
        text -> text.equalsIgnoreCase("auto") ? Long.valueOf(automatic) : other.parse.apply(text));
  }

  static ValueParser<Boolean> bool() {
    return new ValueParser<>(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> null;
            });
  }

  static ValueParser<Instant> instant() {
    return new ValueParser<>(
        "a moment such as 2026-07-01T12:00:00Z",
        text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            return null;
          }
        });
  }

  static <E extends Enum<E>> ValueParser<E> constant(Class<E> type) {
    return new ValueParser<>(
        "one of " + Section.spellings(type),
        text -> {
          for (E constant : type.getEnumConstants()) {
            if (Section.spelling(constant).equalsIgnoreCase(text)) {
              return constant;
            }
          }
          return null;
        });
  }

  private static boolean isOff(String text) {
    return text.equalsIgnoreCase("off") || text.equalsIgnoreCase("false");
  }

  private static @Nullable Double parsedDouble(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static <T> @Nullable T hocon(String text, Function<Config, T> getter) {
    try {
      return getter.apply(ConfigValueFactory.fromAnyRef(text).atKey("v"));
    } catch (ConfigException e) {
      return null;
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
