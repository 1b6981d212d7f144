package org.messagecenter.server.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * What our binds say about us (34:4.1.1, 50:4.1.1.1).
 *
 * @param systemId up to 15 characters by the book; some carriers give out longer ones
 * @param password up to 8 characters by the book; some carriers give out longer ones
 * @param systemType up to 12 characters, mostly empty
 * @param version the interface_version: 0x33, 0x34 or 0x50
 * @param addrTon type of number of {@code addressRange}
 * @param addrNpi numbering plan of {@code addressRange}
 * @param addressRange up to 40 characters, mostly empty
 */
public record CarrierLogin(
    String systemId,
    String password,
    String systemType,
    int version,
    int addrTon,
    int addrNpi,
    String addressRange) {

  private static final int V3_4 = 0x34;
  private static final Map<String, Integer> VERSIONS =
      Map.of("3.3", 0x33, "3.4", V3_4, "5.0", 0x50);
  private static final Pattern SYSTEM_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");
  private static final Pattern PASSWORD = Pattern.compile("[\\x20-\\x7e]{0,64}");
  private static final Pattern SYSTEM_TYPE = Pattern.compile("[\\x20-\\x7e]{0,12}");
  private static final Pattern RANGE = Pattern.compile("[\\x20-\\x7e]{0,40}");
  private static final Pattern VERSION = Pattern.compile("3\\.3|3\\.4|5\\.0|5");

  static CarrierLogin from(Section s) {
    String version =
        s.optionalString("interface-version", VERSION, "3.3, 3.4 or 5.0").orElse("3.4");
    return new CarrierLogin(
        s.string("system-id", SYSTEM_ID, "1 to 64 printable ASCII characters, no space"),
        s.secret("password", PASSWORD, "at most 64 printable ASCII characters"),
        s.optionalString("system-type", SYSTEM_TYPE, "at most 12 printable ASCII characters")
            .orElse(""),
        VERSIONS.getOrDefault(version.equals("5") ? "5.0" : version, V3_4),
        s.optionalInteger("address-ton", 0, 255).orElse(0),
        s.optionalInteger("address-npi", 0, 255).orElse(0),
        s.optionalString("address-range", RANGE, "at most 40 printable ASCII characters")
            .orElse(""));
  }

  /**
   * The body of a bind. Written by hand: the layout would refuse an identity longer than the book
   * allows, which the carrier itself gave out.
   */
  byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    string(out, systemId);
    string(out, password);
    string(out, systemType);
    out.write(version);
    out.write(addrTon);
    out.write(addrNpi);
    string(out, addressRange);
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  /** A version as it is spoken of: 3.4. */
  static String words(int version) {
    return String.format(Locale.ROOT, "%x.%x", version >> 4, version & 15);
  }

  /** Without the password: a record prints all its components. */
  @Override
  public String toString() {
    return systemId + " version " + words(version);
  }
}
