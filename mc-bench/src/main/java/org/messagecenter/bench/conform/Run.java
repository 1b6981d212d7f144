package org.messagecenter.bench.conform;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** What a check works with: the target, fresh sessions, and words for what it finds. */
final class Run implements Closeable {
  private static final Duration RELEASE_PAUSE = Duration.ofSeconds(1);

  private final Target target;
  private final Facts facts;
  private final Watch watch;
  private final TlvFindings tlvs;
  private final Version version;
  private final List<Esme> opened = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Run(Target target, Facts facts, Watch watch, TlvFindings tlvs, Version version) {
    this.target = target;
    this.facts = facts;
    this.watch = watch;
    this.tlvs = tlvs;
    this.version = version;
  }

  Target target() {
    return target;
  }

  Watch watch() {
    return watch;
  }

  Facts facts() {
    return facts;
  }

  /** Where checks write down what becomes of TLVs. */
  TlvFindings tlvs() {
    return tlvs;
  }

  /** The version of the check. */
  Version version() {
    return version;
  }

  /** Deviations from what is recommended. */
  List<String> notes() {
    return notes;
  }

  /** Writes down a deviation from what the specification recommends. */
  void note(String deviation) {
    notes.add(deviation);
  }

  /** A connection that is not bound. */
  Esme open() throws IOException {
    Esme esme = new Esme(Link.connect(target), target.responseTime(), watch, version);
    opened.add(esme);
    return esme;
  }

  /** Takes over a session made elsewhere, to be closed with the others. */
  Esme adopt(Link link) {
    Esme esme = new Esme(link, target.responseTime(), watch, version);
    opened.add(esme);
    return esme;
  }

  /** A session bound in this mode; ends the check when it is not to be had. */
  Esme bind(BindMode mode) throws IOException {
    Esme esme = open();
    WirePdu response = esme.call(mode.command(), Bodies.bind(target, version.interfaceVersion()));
    // Many take a moment to free the place of a session that has just ended.
    for (int i = 0; i < 3 && response.has(CommandStatus.ESME_RALYBND); i++) {
      esme.listen(RELEASE_PAUSE);
      esme = open();
      response = esme.call(mode.command(), Bodies.bind(target, version.interfaceVersion()));
    }
    if (!response.ok()) {
      throw Ended.notSupported(
          mode.command().wireName() + " with version " + version.label() + ": " + response);
    }
    esme.boundAs(mode);
    Integer known = interfaceVersion(response);
    if (version == Version.V5_0 && known != null && known < Version.V5_0.interfaceVersion()) {
      throw Ended.notSupported(
          String.format("sc_interface_version is 0x%02X, so the session is not 5.0", known));
    }
    return esme;
  }

  /** sc_interface_version of a bind response (34:5.3.2.25), or null. */
  static @Nullable Integer interfaceVersion(WirePdu response) {
    BodyReader in = new BodyReader(response);
    in.cString("system_id", 16);
    List<byte[]> values = in.tlvs().get(Bodies.SC_INTERFACE_VERSION);
    return values == null || values.get(0).length == 0 ? null : values.get(0)[0] & 0xFF;
  }

  /** A session that may submit. */
  Esme sender() throws IOException {
    return bind(senderMode());
  }

  /** A session that takes receipts: the sender's own if it can, else one beside it. */
  Esme receiverBeside(Esme sender) throws IOException {
    return sender.mode() == BindMode.TRANSCEIVER ? sender : bind(BindMode.RECEIVER);
  }

  /** How {@link #sender} binds. */
  BindMode senderMode() {
    return facts.transceiver() && version.atLeast(Version.V3_4)
        ? BindMode.TRANSCEIVER
        : BindMode.TRANSMITTER;
  }

  /** A submit_sm to the ordinary destination. */
  Body message(String text) {
    return Bodies.submit(target, target.destination(), text);
  }

  /** Submits and gives the message_id; anything but acceptance is a failure. */
  String accepted(Esme esme, Body body) throws IOException {
    WirePdu response = esme.patientCall(CommandId.SUBMIT_SM, body);
    ok(response);
    return messageId(response);
  }

  static String messageId(WirePdu response) {
    return new BodyReader(response).cString("message_id", 65);
  }

  /** The response must be the command's own with ESME_ROK. */
  static void ok(WirePdu response) {
    if (!response.ok() || response.is(CommandId.GENERIC_NACK)) {
      throw Ended.fail("ESME_ROK", response.toString());
    }
  }

  /** Ends the check when the message center does without this optional operation. */
  static WirePdu optional(WirePdu response) {
    if (response.has(CommandStatus.ESME_RINVCMDID)
        || response.has(CommandStatus.ESME_RPROHIBITED)) {
      throw Ended.notSupported(response.toString());
    }
    return response;
  }

  /** As {@link #optional}, but a message center that declines submit_sm is none. */
  static void optionalUnlessSubmit(CommandId command, WirePdu response) {
    if (command != CommandId.SUBMIT_SM) {
      optional(response);
    }
  }

  /** A broken PDU must be refused; which status is a recommendation. */
  void refused(WirePdu response, CommandStatus own, CommandStatus... others) {
    if (response.ok()) {
      throw Ended.fail(own.name(), response.toString());
    }
    usual(response, own, others);
  }

  /** A reserved or unsupported value may be ignored, and should be refused with its own status. */
  void reserved(WirePdu response, CommandStatus own, CommandStatus... others) {
    if (response.ok()) {
      note("accepted; " + own.name() + " is the status for it");
      return;
    }
    usual(response, own, others);
  }

  private void usual(WirePdu response, CommandStatus own, CommandStatus... others) {
    boolean fits = response.has(own);
    for (CommandStatus other : others) {
      fits |= response.has(other);
    }
    if (!fits || response.is(CommandId.GENERIC_NACK)) {
      note("refused with " + response + "; " + own.name() + " is the status for it");
    }
  }

  /** Anything but these statuses is a failure. */
  static void exactly(WirePdu response, CommandStatus... allowed) {
    StringBuilder names = new StringBuilder();
    for (CommandStatus status : allowed) {
      if (response.has(status) && !response.is(CommandId.GENERIC_NACK)) {
        return;
      }
      names.append(names.isEmpty() ? "" : " or ").append(status.name());
    }
    throw Ended.fail(names.toString(), response.toString());
  }

  /** The final receipt of a message; none in time is a failure, and told to the other checks. */
  Delivery receipt(Esme receiver, String messageId) throws IOException {
    Delivery receipt =
        receiver.delivery(
            d -> d.type() != Delivery.INTERMEDIATE && d.names(messageId), target.receiptTime());
    if (receipt == null) {
      String end = receiver.end();
      boolean other = receiver.delivery(d -> d.type() == Delivery.RECEIPT, Duration.ZERO) != null;
      throw Ended.fail(
          "a receipt that names the message_id of the submit_sm_resp",
          end != null
              ? end
              : (other ? "one with another id, but none" : "none")
                  + " with it within "
                  + Esme.seconds(target.receiptTime()));
    }
    return receipt;
  }

  /** Gives every session back. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Esme esme : opened) {
      try {
        esme.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      } catch (Ended e) {
        // What comes while leaving is for the rules of Watch, not for this check.
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
