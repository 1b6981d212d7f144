package org.messagecenter.server.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.route.TlvText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The flags that describe a message; what is not told is as most clients send it. */
final class ExplainedMessage {
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int LONGEST_SHORT_CODE = 6;
  private static final int NPI_TELEPHONE = 1;
  private static final int DCS_UCS2 = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--from", paramLabel = "ADDRESS", description = "The source (default: none).")
  private String from = "";

  @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "The destination.")
  private String to = "";

  @Option(
      names = "--ton",
      description =
          "TON of the destination (default: 5 when it has letters, 0 up to six digits, else 1).")
  private @Nullable Integer ton;

  @Option(
      names = "--npi",
      description = "NPI of the destination (default: 0 when it has letters, else 1).")
  private @Nullable Integer npi;

  @Option(names = "--from-ton", paramLabel = "TON", description = "TON of the source, likewise.")
  private @Nullable Integer fromTon;

  @Option(names = "--from-npi", paramLabel = "NPI", description = "NPI of the source, likewise.")
  private @Nullable Integer fromNpi;

  @Option(names = "--text", description = "The text (default: none).")
  private String text = "";

  @Option(names = "--service-type", paramLabel = "TYPE", description = "service_type.")
  private String serviceType = "";

  @Option(
      names = "--data-coding",
      paramLabel = "VALUE",
      converter = Octet.class,
      description = "data_coding (default: 8 for a text beyond Latin-1, else 0).")
  private @Nullable Integer dataCoding;

  @Option(
      names = "--esm-class",
      paramLabel = "VALUE",
      converter = Octet.class,
      description = "esm_class (default: 0); 64 for a text with a user data header.")
  private int esmClass;

  @Option(
      names = "--tlv",
      paramLabel = "TAG=HEX",
      description = "A TLV: 0x1400=0a0b, 0x1400:text, source_port=0050. May be repeated.")
  private List<String> tlvs = new ArrayList<>();

  /** An octet, in decimal or, as the routes file may have it, in hexadecimal. */
  static final class Octet implements ITypeConverter<Integer> {
    private static final int LARGEST = 255;

    @Override
    public Integer convert(String value) {
      try {
        int octet = Integer.decode(value);
        if (octet >= 0 && octet <= LARGEST) {
          return octet;
        }
      } catch (NumberFormatException e) {
        // It is told like a number that is too large.
      }
      throw new TypeConversionException("'" + value + "' is no octet such as 8 or 0xF5");
    }
  }

  /** The submit_sm that they describe. */
  SubmitSm submit() {
    boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
    Charset charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16BE;
    return new SubmitSm(
        serviceType,
        address(from, fromTon, fromNpi),
        address(to, ton, npi),
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        or(dataCoding, latin ? 0 : DCS_UCS2),
        0,
        Octets.of(text.getBytes(charset)),
        tlvs());
  }

  /** The address as it is stored, without a plus sign. */
  private static Address address(
      String text, @Nullable Integer givenTon, @Nullable Integer givenNpi) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (!digits.matches("[0-9*#]*")) {
      return new Address(or(givenTon, TON_ALPHANUMERIC), or(givenNpi, 0), text);
    }
    if (text.isEmpty()) {
      return Address.EMPTY;
    }
    boolean brief = digits.length() == text.length() && digits.length() <= LONGEST_SHORT_CODE;
    return new Address(
        or(givenTon, brief ? 0 : TON_INTERNATIONAL), or(givenNpi, NPI_TELEPHONE), digits);
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private Tlvs tlvs() {
    Tlvs.Builder builder = Tlvs.builder();
    for (String each : tlvs) {
      TlvText tlv = TlvText.of(each);
      if (tlv == null) {
        throw wrong("--tlv " + each + " is no TLV such as 0x1400=0a0b");
      }
      builder.put(tlv.tag(), tlv.value() == null ? Octets.EMPTY : tlv.value());
    }
    return builder.build();
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
