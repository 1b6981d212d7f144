package org.messagecenter.server.dialect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** Dialects from a few lines of a file, and the messages they are tried on. */
final class WrittenDialects {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Address SOURCE = new Address(5, 0, "ACME");
  static final Address DESTINATION = new Address(1, 1, "491701234567");

  private WrittenDialects() {}

  /** The dialect of a carrier that has these lines in its dialect-settings. */
  static CarrierDialect of(Path directory, String settings) throws IOException, ConfigException {
    return entry(directory, "dialect-settings {\n" + settings + "\n}");
  }

  /** The dialect of a carrier whose entry is these lines. */
  static CarrierDialect entry(Path directory, String lines) throws IOException, ConfigException {
    Path file =
        Files.writeString(directory.resolve("carriers.conf"), "carriers = [{\n" + lines + "\n}]");
    Section root = ConfigSource.shipped(ROOT).load();
    Section carrier = ConfigSource.include(root, file).orElseThrow().sections("carriers").get(0);
    CarrierDialect dialect = CarrierDialects.from(carrier);
    carrier.verify();
    return dialect;
  }

  static Octets octets(String latin1) {
    return Octets.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  static DeliverSm deliver(int esmClass, String text, Tlvs tlvs) {
    return deliver(esmClass, 0, octets(text), tlvs);
  }

  static DeliverSm deliver(int esmClass, int dataCoding, Octets text, Tlvs tlvs) {
    return new DeliverSm(
        "",
        /* sourceAddr= */ DESTINATION,
        /* destinationAddr= */ SOURCE,
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        dataCoding,
        0,
        text,
        tlvs);
  }

  static DataSm data(int esmClass, Tlvs tlvs) {
    return new DataSm(
        "", /* sourceAddr= */ DESTINATION, /* destinationAddr= */ SOURCE, esmClass, 0, 0, tlvs);
  }

  static DeliverSm deliver(String text) {
    return deliver(0x04, text, Tlvs.EMPTY);
  }

  static SubmitSm submit(int dataCoding, Octets text) {
    return submit(SOURCE, DESTINATION, dataCoding, text, Tlvs.EMPTY);
  }

  static SubmitSm submit(
      Address source, Address destination, int dataCoding, Octets text, Tlvs tlvs) {
    return new SubmitSm("", source, destination, 0, 0, 0, "", "", 1, 0, dataCoding, 0, text, tlvs);
  }

  static SubmitSm inPayload(int dataCoding, Octets text) {
    Tlvs payload = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, text).build();
    return submit(SOURCE, DESTINATION, dataCoding, Octets.EMPTY, payload);
  }
}
