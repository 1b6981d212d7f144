package org.messagecenter.bench.send;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.Receipt;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Part;
import org.messagecenter.protocol.text.SegmentMethod;
import org.messagecenter.protocol.text.SegmentRules;
import org.messagecenter.protocol.text.Segmentation;
import org.messagecenter.protocol.text.Segmenter;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.UserData;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Sends one text and waits for the receipts of all its parts.
 *
 * <p>The text goes out in GSM 7-bit if that has every character, else in UCS-2, cut into as many
 * parts as it takes.
 *
 * <p>Exit status: 0 when every part ended as delivered, 2 when one was refused, ended otherwise or
 * its receipt did not come in time, or the text is too long, 1 when no session could be had.
 */
@Command(
    name = "send",
    description = "Send one message and wait for its receipts.",
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
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

  @ArgGroup private Method method = new Method();

  @Parameters(index = "0", paramLabel = "NUMBER", description = "Destination address.")
  private String to = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What to say.")
  private String text = "";

  /** How the parts of a text that does not fit one message are told apart. */
  private static final class Method {
    @Option(
        names = "--sar",
        description = "Number the parts by sar_ TLVs instead of user data headers.")
    private boolean sar;

    @Option(names = "--payload", description = "Send the whole text in one message_payload.")
    private boolean payload;

    SegmentMethod chosen() {
      return sar ? SegmentMethod.SAR : payload ? SegmentMethod.PAYLOAD : SegmentMethod.UDH8;
    }
  }

  @Override
  public Integer call() {
    int reference = ThreadLocalRandom.current().nextInt(0x100);
    Segmentation cut =
        new Segmenter(SegmentRules.of(method.chosen())).text(text, Udh.NONE, reference);
    if (cut instanceof Segmentation.Refused refused) {
      err().println("the text cannot be sent: " + refused.detail());
      return NOT_DELIVERED;
    }
    return send((Segmentation.Parts) cut);
  }

  private int send(Segmentation.Parts parts) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) Duration.ofSeconds(5).toMillis());
      socket.setTcpNoDelay(true);
      try (SimpleEsme esme = new SimpleEsme(socket)) {
        esme.timeout(Duration.ofSeconds(30).toMillis());
        return run(esme, parts);
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

  private int run(SimpleEsme esme, Segmentation.Parts parts) throws IOException {
    Packet bound = esme.request(new BindTransceiver(systemId, password, "", V3_4, 0, 0, ""));
    if (bound.commandStatus() != 0) {
      err().println("bind refused: " + CommandStatus.describe(bound.commandStatus()));
      return NO_SESSION;
    }
    long start = System.nanoTime();
    Set<String> ids = submit(esme, parts);
    boolean whole = ids.size() == parts.parts().size();
    boolean delivered = ids.isEmpty() || awaitReceipts(esme, ids, start);
    esme.request(new Unbind());
    return whole && delivered ? DELIVERED : NOT_DELIVERED;
  }

  /** The message_ids of the parts; fewer than parts when one is refused, which ends it. */
  private Set<String> submit(SimpleEsme esme, Segmentation.Parts parts) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    int count = parts.parts().size();
    for (Part part : parts.parts()) {
      Packet answer = esme.request(message(parts.alphabet(), part));
      String which = count == 1 ? "" : "part " + (ids.size() + 1) + " of " + count + " ";
      if (answer.commandStatus() != 0) {
        out().println(which + "refused: " + CommandStatus.describe(answer.commandStatus()));
        break;
      }
      String id = ((SubmitSmResp) answer.pdu()).messageId();
      out().println(which + "accepted: message_id " + id);
      ids.add(id);
    }
    return ids;
  }

  /** Whether all receipts came in time, each with the state delivered. */
  private boolean awaitReceipts(SimpleEsme esme, Set<String> ids, long start) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
    Set<String> open = new LinkedHashSet<>(ids);
    boolean delivered = true;
    try {
      while (!open.isEmpty()) {
        esme.timeout((deadline - System.nanoTime()) / 1_000_000);
        MessageState end = finalState(esme.delivery(), open, start);
        delivered &= end == null || end == MessageState.DELIVERED;
      }
      return delivered;
    } catch (SocketTimeoutException e) {
      String missing =
          ids.size() == 1 ? "no receipt" : open.size() + " of " + ids.size() + " receipts missing";
      out().println(missing + " after " + wait + " s; what is late comes with the next bind");
      esme.timeout(Duration.ofSeconds(30).toMillis());
      return false;
    }
  }

  /** Prints what came; how one of the open messages ended, which is taken out, or null. */
  private @Nullable MessageState finalState(DeliverSm delivery, Set<String> open, long start) {
    if ((delivery.esmClass() & RECEIPT_TYPE) == 0) {
      out().println("message from " + delivery.sourceAddr().digits() + ": " + text(delivery));
      return null;
    }
    Receipt receipt = ReceiptText.parse(delivery.text()).orElse(null);
    if (receipt == null || !open.contains(receipt.id())) {
      out().println("receipt of an earlier message: " + text(delivery));
      return null;
    }
    out()
        .printf(
            Locale.ROOT,
            "receipt after %.1f s: %s%n",
            (System.nanoTime() - start) / 1e9,
            text(delivery));
    MessageState state = receipt.state();
    if (state == null || !state.isFinal()) {
      return null;
    }
    open.remove(receipt.id());
    return state;
  }

  private static String text(DeliverSm delivered) {
    Alphabet alphabet = DataCoding.alphabet(delivered.dataCoding(), Dialect.STANDARD);
    boolean header = (delivered.esmClass() & UDHI) != 0;
    return UserData.of(delivered.text(), header) instanceof UserData.Whole whole
        ? whole.text(alphabet)
        : MessageText.decode(alphabet, delivered.text());
  }

  private SubmitSm message(Alphabet alphabet, Part part) {
    Tlvs.Builder tlvs = Tlvs.builder();
    part.addTo(tlvs);
    return new SubmitSm(
        "",
        address(from),
        address(to),
        part.udhi() ? UDHI : 0,
        0,
        0,
        "",
        validity,
        1,
        0,
        DataCoding.valueOf(alphabet, Dialect.STANDARD).orElseThrow(),
        0,
        part.shortMessage(),
        tlvs.build());
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
