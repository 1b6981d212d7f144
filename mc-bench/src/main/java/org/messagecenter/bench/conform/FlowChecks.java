package org.messagecenter.bench.conform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Many requests at once, and what the message center starts itself (34:2.5, 2.2.1, 4.12). */
final class FlowChecks {
  private static final int WINDOW = 100;

  private FlowChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                "window-100",
                "100 submit_sm without waiting are each answered once, with ids of their own",
                "34:2.5.2, 2.6.2, 50:2.6")
            .feature("windowing")
            .needs(Need.SUBMIT)
            .covers(CommandId.SUBMIT_SM)
            .does(FlowChecks::window),
        Check.of(
                "window-mixed",
                "enquire_link is answered in the middle of a window",
                "34:2.5.2, 4.11, 50:2.6")
            .feature("windowing")
            .needs(Need.SUBMIT)
            .covers(CommandId.ENQUIRE_LINK)
            .does(FlowChecks::mixed),
        Check.of(
                "unbind-with-window",
                "requests before an unbind are answered before it",
                "34:4.2, 50:2.3.5")
            .feature("windowing")
            .needs(Need.SUBMIT)
            .covers(CommandId.UNBIND)
            .does(FlowChecks::unbind),
        Check.of(
                "congestion-state-5.0",
                "congestion_state in responses is a number from 0 to 100",
                "50:2.9, 4.8.4.18")
            .on(Version.V5_0)
            .feature("congestion_state")
            .needs(Need.SUBMIT)
            .covers(CommandId.SUBMIT_SM)
            .does(FlowChecks::congestion),
        Check.of("outbind", "the message center calls and takes a bind_receiver", "34:2.2.1, 4.1.7")
            .feature("outbind")
            .needs(Need.OUTBIND)
            .covers(CommandId.OUTBIND)
            .does(FlowChecks::outbind),
        Check.of(
                "alert-notification",
                "alert_notification tells that a handset is back",
                "34:4.12, 5.3.2.28, 50:4.1.3")
            .feature("alert_notification")
            .needs(Need.SUBMIT, Need.UNREACHABLE, Need.LONG)
            .covers(CommandId.ALERT_NOTIFICATION)
            .does(FlowChecks::alert));
  }

  private static void window(Run run) throws IOException {
    Esme esme = run.sender();
    List<Integer> numbers = new ArrayList<>();
    byte[] all = Octets.NONE;
    for (int i = 0; i < WINDOW; i++) {
      WirePdu pdu =
          WirePdu.request(
              CommandId.SUBMIT_SM, esme.nextSequence(), run.message("window " + i).octets());
      esme.expectAnswer(pdu);
      numbers.add(pdu.sequence());
      all = Octets.join(all, pdu.encode());
    }
    esme.raw(all);
    Set<String> ids = new HashSet<>();
    int accepted = 0;
    for (int number : numbers) {
      WirePdu response = esme.await(number, CommandId.SUBMIT_SM);
      if (response.has(CommandStatus.ESME_RTHROTTLED)
          || response.has(CommandStatus.ESME_RMSGQFUL)) {
        continue;
      }
      Run.ok(response);
      ids.add(Run.messageId(response));
      accepted++;
    }
    if (ids.size() != accepted) {
      throw Ended.fail("a message_id of its own for each", "only " + ids.size() + " different");
    }
    esme.alive();
    if (!esme.unclaimed().isEmpty()) {
      throw Ended.fail("one answer for each", esme.unclaimed().size() + " more");
    }
  }

  private static void mixed(Run run) throws IOException {
    Esme esme = run.sender();
    List<Integer> submits = new ArrayList<>();
    List<Integer> enquiries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      submits.add(esme.post(CommandId.SUBMIT_SM, run.message("mixed")));
      enquiries.add(esme.post(CommandId.ENQUIRE_LINK, new Body()));
    }
    for (int i = 0; i < submits.size(); i++) {
      esme.await(submits.get(i), CommandId.SUBMIT_SM);
      esme.await(enquiries.get(i), CommandId.ENQUIRE_LINK);
    }
  }

  private static void unbind(Run run) throws IOException {
    Esme esme = run.sender();
    List<Integer> submits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      submits.add(esme.post(CommandId.SUBMIT_SM, run.message("last")));
    }
    int unbind = esme.post(CommandId.UNBIND, new Body());
    esme.await(unbind, CommandId.UNBIND);
    esme.boundAs(null);
    long answered = submits.stream().filter(esme::answered).count();
    if (answered < submits.size()) {
      run.note(
          (submits.size() - answered)
              + " of "
              + submits.size()
              + " submit_sm before the unbind are unanswered when the unbind_resp comes");
    }
  }

  private static void congestion(Run run) throws IOException {
    WirePdu response = run.sender().patientCall(CommandId.SUBMIT_SM, run.message("congestion"));
    Run.ok(response);
    BodyReader in = new BodyReader(response);
    in.cString("message_id", 65);
    List<byte[]> values = in.tlvs().get(Bodies.CONGESTION_STATE);
    if (values == null) {
      throw Ended.notSupported("no congestion_state in the submit_sm_resp");
    }
    byte[] value = values.get(0);
    if (value.length != 1 || (value[0] & 0xFF) > 100) {
      throw Ended.fail("one octet from 0 to 100", HexFormat.of().formatHex(value));
    }
  }

  private static void outbind(Run run) throws IOException {
    try (ServerSocket listener = new ServerSocket()) {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(run.target().outbindPort()));
      listener.setSoTimeout((int) run.target().receiptTime().toMillis());
      Esme esme = run.adopt(new Link(listener.accept()));
      WirePdu call = esme.request(CommandId.OUTBIND, run.target().responseTime());
      if (call == null) {
        throw Ended.fail("an outbind after the connection", "none");
      }
      BodyReader in = new BodyReader(call);
      in.cString("system_id", 16);
      in.cString("password", 9);
      Run.ok(
          esme.call(
              CommandId.BIND_RECEIVER, Bodies.bind(run.target(), Version.V3_4.interfaceVersion())));
      esme.boundAs(BindMode.RECEIVER);
      esme.alive();
    } catch (SocketTimeoutException e) {
      throw Ended.notSupported("no call within " + Esme.seconds(run.target().receiptTime()));
    }
  }

  private static void alert(Run run) throws IOException {
    Party party = run.target().unreachable();
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    Body body =
        Bodies.data(run.target(), party != null ? party : run.target().destination())
            .tlv(Bodies.MESSAGE_PAYLOAD, Octets.ascii("alert"))
            .tlv(0x0421, Octets.u8(1));
    Run.ok(Run.optional(sender.patientCall(CommandId.DATA_SM, body)));
    WirePdu alert = receiver.request(CommandId.ALERT_NOTIFICATION, run.target().receiptTime());
    if (alert == null) {
      throw Ended.notSupported("none within " + Esme.seconds(run.target().receiptTime()));
    }
    BodyReader in = new BodyReader(alert);
    in.u8("source_addr_ton");
    in.u8("source_addr_npi");
    in.cString("source_addr", 65);
    in.u8("esme_addr_ton");
    in.u8("esme_addr_npi");
    in.cString("esme_addr", 65);
    in.tlvs();
  }
}
