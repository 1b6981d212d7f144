package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.BroadcastSmResp;
import org.jsmpp.bean.CancelBroadcastSmResp;
import org.jsmpp.bean.Command;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSmResp;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/**
 * An ESME that broadcasts over TLS. jSMPP's sessions cannot, but it writes and reads the PDUs; only
 * the connection is ours.
 */
final class Broadcaster implements AutoCloseable {
  static final int MESSAGE_STATE = 0x0427;
  static final int USER_MESSAGE_REFERENCE = 0x0204;
  static final int CONTENT_TYPE = 0x0601;
  static final int REPETITIONS = 0x0604;
  static final int INTERVAL = 0x0605;
  static final int AREA = 0x0606;
  static final int ERROR_STATUS = 0x0607;
  static final int AREA_SUCCESS = 0x0608;
  static final int END_TIME = 0x0609;

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final byte TON = 1;
  private static final byte NPI = 1;

  private final RawSmpp connection;
  private final DefaultComposer composer = new DefaultComposer();
  private final DefaultDecomposer decomposer = new DefaultDecomposer();
  private int sequence = 1;

  /** The source address of all that is sent from now on. */
  String source = "4915100000000";

  private Broadcaster(RawSmpp connection) {
    this.connection = connection;
  }

  /** Binds a transmitter of version 5.0. */
  static Broadcaster bind(RunningMessageCenter center, String systemId, String password)
      throws IOException {
    RawSmpp connection =
        RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), center.trust());
    RawPdu bound =
        connection.exchange(
            RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, systemId, password, 0x50), SOON);
    assertThat(bound.status()).isZero();
    return new Broadcaster(connection);
  }

  /** A broadcast_sm to be changed by its test: every second until it is cancelled. */
  final class Request {
    String messageId = "";
    String serviceType = "";
    String schedule = "";
    String validity = "";
    int priority;
    int replace;
    final List<OptionalParameter> tlvs = new ArrayList<>();

    /** Puts a TLV in the place of the first with its tag, if there is one. */
    Request with(int tag, int... octets) {
      without(tag);
      tlvs.add(tlv(tag, octets));
      return this;
    }

    Request without(int tag) {
      tlvs.removeIf(other -> (other.tag & 0xFFFF) == tag);
      return this;
    }

    Request area(int... octets) {
      tlvs.add(tlv(AREA, octets));
      return this;
    }

    RawPdu send() throws IOException {
      try {
        return exchange(
            composer.broadcastSm(
                ++sequence,
                serviceType,
                TON,
                NPI,
                source,
                messageId,
                (byte) priority,
                schedule.isEmpty() ? null : schedule,
                validity.isEmpty() ? null : validity,
                (byte) replace,
                (byte) 0,
                (byte) 0,
                tlvs.toArray(OptionalParameter[]::new)));
      } catch (PDUStringException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  Request request(String... areas) {
    Request request = new Request();
    request.with(CONTENT_TYPE, 1, 0, 0x10);
    request.with(REPETITIONS, 0, 0);
    request.with(INTERVAL, 0x08, 0, 1);
    for (String area : areas) {
      request.tlvs.add(new OptionalParameter.OctetString((short) AREA, alias(area)));
    }
    return request;
  }

  static byte[] alias(String area) {
    return ("\0" + area).getBytes(StandardCharsets.US_ASCII);
  }

  RawPdu broadcast(String... areas) throws IOException {
    return request(areas).send();
  }

  RawPdu query(String messageId, OptionalParameter... tlvs) throws IOException {
    try {
      return exchange(composer.queryBroadcastSm(++sequence, messageId, TON, NPI, source, tlvs));
    } catch (PDUStringException e) {
      throw new IllegalArgumentException(e);
    }
  }

  RawPdu cancel(String messageId, OptionalParameter... tlvs) throws IOException {
    return cancel(messageId, "", tlvs);
  }

  RawPdu cancel(String messageId, String serviceType, OptionalParameter... tlvs)
      throws IOException {
    try {
      return exchange(
          composer.cancelBroadcastSm(++sequence, serviceType, messageId, TON, NPI, source, tlvs));
    } catch (PDUStringException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static OptionalParameter tlv(int tag, int... octets) {
    byte[] value = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      value[i] = (byte) octets[i];
    }
    return new OptionalParameter.OctetString((short) tag, value);
  }

  /** The state that query_broadcast_sm tells. */
  MessageState state(String messageId) throws IOException {
    return MessageState.valueOf(
        values(ok(query(messageId), QueryBroadcastSmResp.class), MESSAGE_STATE).get(0)[0]);
  }

  /** The values of all TLVs of a tag, in their order. */
  static List<byte[]> values(Command response, int tag) {
    List<byte[]> values = new ArrayList<>();
    OptionalParameter[] all =
        response instanceof BroadcastSmResp broadcast
            ? broadcast.getOptionalParameters()
            : ((QueryBroadcastSmResp) response).getOptionalParameters();
    for (OptionalParameter parameter : all == null ? new OptionalParameter[0] : all) {
      if ((parameter.tag & 0xFFFF) == tag) {
        byte[] whole = parameter.serialize();
        values.add(Arrays.copyOfRange(whole, 4, whole.length));
      }
    }
    return values;
  }

  /** Reads a response that must be positive. */
  <T extends Command> T ok(RawPdu response, Class<T> kind) {
    assertThat(response.status()).as("command_status").isZero();
    try {
      byte[] octets = response.encode();
      Command read =
          switch (response.commandId()) {
            case 0x80000111 -> decomposer.broadcastSmResp(octets);
            case 0x80000112 -> decomposer.queryBroadcastSmResp(octets);
            default -> decomposer.cancelBroadcastSmResp(octets);
          };
      return kind.cast(read);
    } catch (PDUStringException e) {
      throw new AssertionError("jSMPP cannot read " + response, e);
    }
  }

  /** The response to a cancel_broadcast_sm must be positive. */
  void ok(RawPdu response) {
    assertThat(ok(response, CancelBroadcastSmResp.class).getCommandId()).isEqualTo(0x80000113);
  }

  private RawPdu exchange(byte[] pdu) throws IOException {
    RawPdu response = connection.send(pdu).read(SOON);
    assertThat(response.sequence()).isEqualTo(sequence);
    return response;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
