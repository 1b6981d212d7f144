package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.codec.Wire.bytes;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.spec.CommandStatus;

/** Every command cut at every octet, and with something behind it. */
class TruncationTest {
  static List<Pdu> withBodies() {
    return PduExamples.all().stream().filter(pdu -> Wire.encode(pdu).length > 16).toList();
  }

  @ParameterizedTest
  @MethodSource("withBodies")
  void aBodyThatEndsEarlyHasTheStatusOfTheFieldThatIsCut(Pdu pdu) {
    byte[] body = body(pdu);
    for (BodyMap.Place place : BodyMap.of(pdu, body)) {
      for (int length = place.start(); length < place.end(); length++) {
        Inbound inbound = decode(pdu, Arrays.copyOf(body, length));
        if (mayEndBefore(pdu, place, length)) {
          assertThat(inbound).isInstanceOf(Packet.class);
        } else {
          assertThat(inbound)
              .as("%d of %d octets, %s", length, body.length, place.name())
              .isInstanceOfSatisfying(
                  BadPdu.class,
                  bad -> {
                    assertThat(bad.suggested()).isEqualTo(place.field().status());
                    assertThat(bad.reason())
                        .startsWith(pdu.commandId().wireName() + " " + place.name());
                  });
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withBodies")
  void tlvsMustBeWhole(Pdu pdu) {
    byte[] body = body(pdu);
    List<BodyMap.Place> places = BodyMap.of(pdu, body);
    int start = places.get(places.size() - 1).end();
    Set<Integer> whole = new HashSet<>(Set.of(start));
    for (int at = start; at < body.length; ) {
      at += 4 + ((body[at + 2] & 0xFF) << 8 | (body[at + 3] & 0xFF));
      whole.add(at);
    }
    assertThat(whole).contains(body.length);
    for (int length = start; length < body.length; length++) {
      // One zero octet may be the NUL of a text that its sender did not count.
      boolean strayNul = length == start + 1 && body[start] == 0;
      Inbound inbound = decode(pdu, Arrays.copyOf(body, length));
      if (whole.contains(length) || strayNul) {
        assertThat(inbound).isInstanceOf(Packet.class);
      } else {
        assertStreamStatus(inbound);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withBodies")
  void octetsBehindTheBodyAreNoTlv(Pdu pdu) {
    byte[] body = body(pdu);
    for (String rest : List.of("01", "0101", "010101", "1400 0001", "1400 FFFF 00")) {
      byte[] longer = Arrays.copyOf(body, body.length + bytes(rest).length);
      System.arraycopy(bytes(rest), 0, longer, body.length, bytes(rest).length);
      assertStreamStatus(decode(pdu, longer));
    }
  }

  /** What deployed peers leave out at the end of a response, and what reads as nothing then. */
  private static boolean mayEndBefore(Pdu pdu, BodyMap.Place place, int length) {
    return length == place.start()
        && switch (pdu.commandId()) {
          case BIND_RECEIVER_RESP, BIND_TRANSMITTER_RESP, BIND_TRANSCEIVER_RESP ->
              place.name().equals("system_id");
          case DELIVER_SM_RESP, DATA_SM_RESP -> place.name().equals("message_id");
          case SUBMIT_MULTI_RESP -> place.name().equals("no_unsuccess");
          default -> false;
        };
  }

  private static void assertStreamStatus(Inbound inbound) {
    assertThat(inbound)
        .isInstanceOfSatisfying(
            BadPdu.class,
            bad -> assertThat(bad.suggested()).isEqualTo(CommandStatus.ESME_RINVTLVSTREAM));
  }

  private static byte[] body(Pdu pdu) {
    byte[] frame = Wire.encode(pdu);
    return Arrays.copyOfRange(frame, PduCodec.HEADER_LENGTH, frame.length);
  }

  private static Inbound decode(Pdu pdu, byte[] body) {
    return Wire.decode(Wire.pdu(pdu.commandId(), 0, body));
  }
}
