package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Every command and every TLV as Wireshark's dissector sees them: the same names at the same places
 * with the same octets. Skipped where tshark is not installed.
 */
class TsharkTest {
  /** Octets before the body in a captured packet: IPv4, TCP and the header of the PDU. */
  private static final int BODY_AT = 56;

  /** Wireshark's names where they are not ours; a prefix where it splits an octet into its bits. */
  private static final Map<String, String> NAMES =
      Map.of(
          "esm_class", "esm.",
          "registered_delivery", "regdel.",
          "short_message", "message",
          "number_of_dests", "dlist",
          "no_unsuccess", "dlist_resp");

  @TempDir Path directory;

  @Test
  void everyCommand() throws Exception {
    List<Pdu> pdus = PduExamples.all();
    List<byte[]> frames = pdus.stream().map(TsharkTest::frame).toList();
    List<List<Element>> seen = dissect(frames);

    assertThat(seen).hasSameSizeAs(pdus);
    for (int i = 0; i < pdus.size(); i++) {
      assertCommand(pdus.get(i), frames.get(i), seen.get(i));
    }
  }

  @Test
  void everyTlv() throws Exception {
    List<TlvTag> tags =
        TlvTag.all().stream().filter(tag -> tag != TlvTag.BROADCAST_REP_NUM).toList();
    List<byte[]> frames = tags.stream().map(tag -> Wire.encode(with(tag))).toList();
    List<List<Element>> seen = dissect(frames);

    assertThat(seen).hasSameSizeAs(tags);
    for (int i = 0; i < tags.size(); i++) {
      Element found = named(seen.get(i), "smpp.opt_param").get(0);
      String name = tags.get(i).name();
      assertThat(found.getAttribute("showname"))
          .contains(" " + name + " (0x" + String.format(Locale.ROOT, "%04x)", tags.get(i).tag()));
    }
  }

  private static void assertCommand(Pdu pdu, byte[] frame, List<Element> seen) {
    CommandId id = pdu.commandId();
    String name = id.wireName();
    String theirs =
        name.endsWith("_resp") ? name.substring(0, name.length() - 5) + " - resp" : name;
    assertThat(
            named(seen, "smpp.command_id").get(0).getAttribute("showname").toLowerCase(Locale.ROOT))
        .startsWith("operation: " + theirs + " (");
    byte[] body = Arrays.copyOfRange(frame, PduCodec.HEADER_LENGTH, frame.length);
    int end = 0;
    for (BodyMap.Place place : BodyMap.of(pdu, body)) {
      end = place.end();
      // The flag is not shown as a field, nor is a string or a text that is empty.
      boolean string = place.field().format().contains("c-octet");
      boolean shown = !place.name().equals("dest_flag") && place.octets().length > (string ? 1 : 0);
      if (shown) {
        assertShown(id, place, seen);
      }
    }
    assertTlvs(body, end, named(seen, "smpp.opt_param"));
  }

  private static void assertShown(CommandId id, BodyMap.Place place, List<Element> seen) {
    String name = "smpp." + NAMES.getOrDefault(place.name(), place.name());
    String octets = HexFormat.of().formatHex(place.octets());
    assertThat(seen)
        .as("%s %s %s", id, place.name(), octets)
        .anyMatch(
            field ->
                field.getAttribute("name").startsWith(name)
                    && number(field, "pos") == BODY_AT + place.start()
                    && (octets(field).equals(octets)
                        // The head of a list covers the count and has no value of its own.
                        || octets(field).isEmpty()));
  }

  private static void assertTlvs(byte[] body, int start, List<Element> shown) {
    int at = start;
    for (Element tlv : shown) {
      int length = (body[at + 2] & 0xFF) << 8 | (body[at + 3] & 0xFF);
      assertThat(number(tlv, "pos")).isEqualTo(BODY_AT + at);
      assertThat(number(tlv, "size")).isEqualTo(4 + length);
      TlvTag tag = TlvTag.of((body[at] & 0xFF) << 8 | (body[at + 1] & 0xFF));
      if (tag != null) {
        assertThat(tlv.getAttribute("showname")).contains(tag.name());
      }
      at += 4 + length;
    }
    assertThat(at).as("all TLVs shown").isEqualTo(body.length);
  }

  /** The dissector of Wireshark 4.0 takes broadcast_rep_num for one octet and loses its place. */
  private static byte[] frame(Pdu pdu) {
    if (pdu.commandId() == CommandId.BROADCAST_SM) {
      BroadcastSm full = PduExamples.broadcastSm();
      return Wire.encode(
          new BroadcastSm(
              full.serviceType(),
              full.sourceAddr(),
              full.messageId(),
              full.priorityFlag(),
              full.scheduleDeliveryTime(),
              full.validityPeriod(),
              full.replaceIfPresentFlag(),
              full.dataCoding(),
              full.smDefaultMsgId(),
              full.tlvs().without(TlvTag.BROADCAST_REP_NUM)));
    }
    return Wire.encode(pdu);
  }

  private static Pdu with(TlvTag tag) {
    byte[] value = new byte[Math.max(1, tag.minLength())];
    Arrays.fill(value, 0, value.length - 1, (byte) '1');
    return new DataSm(
        "", Address.EMPTY, Address.EMPTY, 0, 0, 0, Tlvs.builder().put(tag, value).build());
  }

  /** The fields of each PDU in the order in which they are shown. */
  private List<List<Element>> dissect(List<byte[]> frames) throws Exception {
    Path capture = directory.resolve("smpp.pcap");
    Path pdml = directory.resolve("smpp.pdml");
    PcapFile.write(capture, frames);
    Process tshark = start(capture, pdml);
    assertThat(tshark.waitFor(60, TimeUnit.SECONDS)).as("tshark ends").isTrue();
    assertThat(tshark.exitValue()).isZero();
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pdml.toFile());
    List<List<Element>> pdus = new ArrayList<>();
    for (Element proto : elements(document.getElementsByTagName("proto"))) {
      assertThat(proto.getAttribute("name")).doesNotContain("malformed");
      if (proto.getAttribute("name").equals("smpp")) {
        pdus.add(elements(proto.getElementsByTagName("field")));
      }
    }
    return pdus;
  }

  private static Process start(Path capture, Path pdml) {
    try {
      return new ProcessBuilder("tshark", "-n", "-r", capture.toString(), "-T", "pdml")
          .redirectOutput(pdml.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      assumeTrue(false, "tshark is not installed: " + e.getMessage());
      throw new AssertionError(e);
    }
  }

  private static List<Element> named(List<Element> fields, String name) {
    return fields.stream().filter(field -> field.getAttribute("name").equals(name)).toList();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static int number(Element field, String attribute) {
    return Integer.parseInt(field.getAttribute(attribute));
  }

  /** As they stand on the wire, also where a part of an octet is shown. */
  private static String octets(Element field) {
    String whole = field.getAttribute("unmaskedvalue");
    return whole.isEmpty() ? field.getAttribute("value") : whole;
  }
}
