package org.messagecenter.bench.send;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.Receipt;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Gsm7;
import org.messagecenter.protocol.text.MessageText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Sends one message and waits for its receipt.
 *
 * <p>Exit status: 0 when the message ended as delivered, 2 when it was refused, ended otherwise or
 * its receipt did not come in time, 1 when no session could be had.
 */
@Command(
    name = "send",
    description = "Send one message and wait for its receipt.",
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  private static final int LONGEST_SHORT_MESSAGE = 254;
  private static final int UDHI = 0x40;
  private static final int V3_4 = 0x34;
  private static final int RECEIPT_TYPE = 0x3C;
  private static final int DELIVERED = 0;
  private static final int NO_SESSION = 1;
  private static final int NOT_DELIVERED = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--host", description = "Address of the message center (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "Its port without TLS (${DEFAULT-VALUE}).")
  private int port = 2775;

  @Option(names = "--system-id", description = "The account (${DEFAULT-VALUE}).")
  private String systemId = "demo";

  @Option(names = "--password", description = "Its password (that of the demo account).")
  private String password = "secret";

  @Option(names = "--from", description = "Source address (${DEFAULT-VALUE}).")
  private String from = "55501";

  @Option(names = "--validity", description = "validity_period, 16 characters.")
  private String validity = "";

  @Option(names = "--wait", description = "Seconds to wait for the receipt (${DEFAULT-VALUE}).")
  private int wait = 30;

  @Parameters(index = "0", paramLabel = "NUMBER", description = "Destination address.")
  private String to = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What to say.")
  private String text = "";

  @Override
  public Integer call() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) Duration.ofSeconds(5).toMillis());
      socket.setTcpNoDelay(true);
      try (SimpleEsme esme = new SimpleEsme(socket)) {
        esme.timeout(Duration.ofSeconds(30).toMillis());
        return run(esme);
      }
    } catch (SocketTimeoutException e) {
      err().println("no answer from " + host + ":" + port);
      return NO_SESSION;
    } catch (EOFException e) {
      err().println("the message center closed the connection");
      return NO_SESSION;
    } catch (IOException e) {
      err().println("cannot talk to " + host + ":" + port + ": " + e.getMessage());
      return NO_SESSION;
    }
  }

  private int run(SimpleEsme esme) throws IOException {
    Packet bound = esme.request(new BindTransceiver(systemId, password, "", V3_4, 0, 0, ""));
    if (bound.commandStatus() != 0) {
      err().println("bind refused: " + CommandStatus.describe(bound.commandStatus()));
      return NO_SESSION;
    }
    Packet answer = esme.request(message());
    if (answer.commandStatus() != 0) {
      out().println("refused: " + CommandStatus.describe(answer.commandStatus()));
      return NOT_DELIVERED;
    }
    String id = ((SubmitSmResp) answer.pdu()).messageId();
    out().println("accepted: message_id " + id);
    int status = awaitReceipt(esme, id);
    esme.request(new Unbind());
    return status;
  }

  private int awaitReceipt(SimpleEsme esme, String id) throws IOException {
    long start = System.nanoTime();
    long deadline = start + Duration.ofSeconds(wait).toNanos();
    try {
      while (true) {
        esme.timeout((deadline - System.nanoTime()) / 1_000_000);
        DeliverSm delivered = esme.delivery();
        if ((delivered.esmClass() & RECEIPT_TYPE) == 0) {
          out().println("message from " + delivered.sourceAddr().digits() + ": " + text(delivered));
          continue;
        }
        Optional<Receipt> receipt = ReceiptText.parse(delivered.text());
        if (receipt.isEmpty() || !receipt.get().id().equals(id)) {
          out().println("receipt of an earlier message: " + text(delivered));
          continue;
        }
        out()
            .printf(
                Locale.ROOT,
                "receipt after %.1f s: %s%n",
                (System.nanoTime() - start) / 1e9,
                text(delivered));
        MessageState state = receipt.get().state();
        if (state != null && state.isFinal()) {
          return state == MessageState.DELIVERED ? DELIVERED : NOT_DELIVERED;
        }
      }
    } catch (SocketTimeoutException e) {
      out().println("no receipt within " + wait + " s; it waits for the account's next bind");
      esme.timeout(Duration.ofSeconds(30).toMillis());
      return NOT_DELIVERED;
    }
  }

  private static String text(DeliverSm delivered) {
    Alphabet alphabet = DataCoding.alphabet(delivered.dataCoding(), Alphabet.GSM7);
    boolean header = (delivered.esmClass() & UDHI) != 0;
    return MessageText.decode(alphabet, MessageText.withoutHeader(delivered.text(), header));
  }

  private SubmitSm message() {
    boolean gsm = Gsm7.canEncode(text);
    byte[] octets = gsm ? Gsm7.encode(text) : text.getBytes(StandardCharsets.UTF_16BE);
    boolean payload = octets.length > LONGEST_SHORT_MESSAGE;
    return new SubmitSm(
        "",
        address(from),
        address(to),
        0,
        0,
        0,
        "",
        validity,
        1,
        0,
        gsm ? DataCoding.DEFAULT : DataCoding.UCS2,
        0,
        payload ? Octets.EMPTY : Octets.of(octets),
        payload ? Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, octets).build() : Tlvs.EMPTY);
  }

  private static Address address(String number) {
    boolean digits = number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '+');
    return digits ? new Address(1, 1, number) : new Address(5, 0, number);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
