package org.messagecenter.bench.conform;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Delivery receipts and notifications (34:2.11, 4.6.1, 5.2.17, App. B, 50:4.3.5). */
final class ReceiptChecks {
  private static final String SPEC = "34:2.11, 4.6.1, 5.2.17, 50:4.3.5.1, 4.7.21";
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final int DELIVERED = 2;
  private static final Set<Integer> FAILED = Set.of(3, 4, 5, 8);

  private ReceiptChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(
        check("success", "a delivered message is receipted, once, as such")
            .does(ReceiptChecks::success));
    all.add(check("tlvs", "a receipt names message and state in TLVs").does(ReceiptChecks::tlvs));
    all.add(
        check("text", "a receipt's text has the fields of the printed example")
            .does(ReceiptChecks::text));
    all.add(
        check("addresses", "a receipt goes back: the addresses change places")
            .does(ReceiptChecks::addresses));
    all.add(
        check("reference", "a receipt returns user_message_reference")
            .does(ReceiptChecks::reference));
    all.add(
        check("order", "a receipt does not come before the submit_sm_resp")
            .covers(BindMode.TRANSCEIVER.uses(CommandId.DELIVER_SM))
            .does(ReceiptChecks::order));
    all.add(
        check("receiver", "receipts go to a receiver session of the account")
            .does(ReceiptChecks::receiver));
    all.add(
        check("later", "a receipt waits for the next session that takes it")
            .does(ReceiptChecks::later));
    all.add(none("none-0", "registered_delivery 0 brings no receipt", Version.V3_4, 0));
    all.add(
        none(
            "none-2",
            "registered_delivery 2 brings none for a delivered message",
            Version.V3_4,
            2));
    all.add(
        check("success-only-5.0", "registered_delivery 3 brings one for a delivered message")
            .on(Version.V5_0)
            .does(run -> state(run, run.message("success").set("registered_delivery", 3), true)));
    all.add(
        check("intermediate-bit", "registered_delivery 0x11 is accepted and receipted")
            .does(run -> state(run, run.message("both").set("registered_delivery", 0x11), true)));
    all.add(
        check("text-3.3", "towards 3.3 a receipt is text alone")
            .on(Version.V3_3)
            .does(ReceiptChecks::oldStyle));
    all.add(failing("failure", "registered_delivery 1 tells of a failure", Version.V3_4, 1));
    all.add(failing("failure-only", "registered_delivery 2 tells of a failure", Version.V3_4, 2));
    all.add(
        check("failing-silent-5.0", "registered_delivery 3 does not tell of a failure")
            .on(Version.V5_0)
            .needs(Need.RECEIPTS, Need.FAILING)
            .does(
                run ->
                    nothing(
                        run,
                        Bodies.submit(run.target(), failingParty(run), "fail")
                            .set("registered_delivery", 3),
                        Bodies.submit(run.target(), failingParty(run), "fail")
                            .set("registered_delivery", 1))));
    all.add(
        check("intermediate", "a failed attempt is told while the message waits")
            .feature("intermediate notifications")
            .needs(Need.RECEIPTS, Need.UNREACHABLE)
            .does(ReceiptChecks::intermediate));
    all.add(
        check("expired", "a message whose validity ends is receipted as expired")
            .needs(Need.RECEIPTS, Need.UNREACHABLE)
            .does(ReceiptChecks::expired));
    all.add(repeated());
    return all;
  }

  private static Check check(String id, String title) {
    return Check.of("receipt-" + id, title, SPEC)
        .feature("delivery receipts")
        .needs(Need.RECEIPTS)
        .covers(CommandId.DELIVER_SM);
  }

  private static void success(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id = run.accepted(sender, run.message("success").set("registered_delivery", 1));
    Delivery receipt;
    try {
      receipt = run.receipt(receiver, id);
    } catch (Ended e) {
      run.facts().missReceipts();
      throw e;
    }
    if (receipt.type() != Delivery.RECEIPT) {
      throw Ended.fail(
          "esm_class with message type 0x04", String.format("0x%02X", receipt.esmClass()));
    }
    demandDelivered(receipt);
    if (receiver.delivery(d -> d.names(id), QUIET) != null) {
      throw Ended.fail("one receipt", "a second one, though the first was acknowledged");
    }
  }

  private static void state(Run run, Body body, boolean delivered) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    Delivery receipt = run.receipt(receiver, run.accepted(sender, body));
    if (delivered) {
      demandDelivered(receipt);
    } else {
      demandFailed(receipt);
    }
  }

  private static void demandDelivered(Delivery receipt) {
    String stat = receipt.field("stat");
    byte[] state = receipt.tlv(Bodies.MESSAGE_STATE);
    if (stat != null && !stat.equals("DELIVRD")) {
      throw Ended.fail("stat:DELIVRD", "stat:" + stat);
    }
    if (state != null && state.length == 1 && state[0] != DELIVERED) {
      throw Ended.fail("message_state 2", "message_state " + state[0]);
    }
    if (stat == null && state == null) {
      throw Ended.fail("a state, in text or as TLV", "none");
    }
  }

  private static void demandFailed(Delivery receipt) {
    String stat = receipt.field("stat");
    byte[] state = receipt.tlv(Bodies.MESSAGE_STATE);
    if (stat != null && stat.equals("DELIVRD")) {
      throw Ended.fail("a state of failure", "stat:DELIVRD");
    }
    if (state != null && state.length == 1 && !FAILED.contains((int) state[0])) {
      throw Ended.fail("message_state 3, 4, 5 or 8", "message_state " + state[0]);
    }
  }

  private static Delivery plainReceipt(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    return run.receipt(
        receiver,
        run.accepted(
            sender, run.message("Conform text of a receipt").set("registered_delivery", 1)));
  }

  private static void tlvs(Run run) throws IOException {
    Delivery receipt = plainReceipt(run);
    if (receipt.receiptedId() == null) {
      run.note("no receipted_message_id");
    } else {
      run.tlvs().add(Bodies.RECEIPTED_MESSAGE_ID, TlvFindings.Finding.USED);
    }
    byte[] state = receipt.tlv(Bodies.MESSAGE_STATE);
    if (state == null) {
      run.note("no message_state");
    } else if (state.length != 1) {
      throw Ended.fail("message_state of 1 octet", state.length + " octets");
    } else {
      run.tlvs().add(Bodies.MESSAGE_STATE, TlvFindings.Finding.USED);
    }
  }

  private static void text(Run run) throws IOException {
    Delivery receipt = plainReceipt(run);
    for (String label : List.of("id", "sub", "dlvrd", "submit date", "done date", "stat", "err")) {
      if (receipt.field(label) == null) {
        run.note("no " + label);
      }
    }
    for (String label : List.of("submit date", "done date")) {
      String date = receipt.field(label);
      if (date != null && !date.matches("\\d{10}")) {
        run.note(label + " is not YYMMDDhhmm");
      }
    }
    String text = receipt.field("text");
    if (text == null) {
      run.note("no text");
    } else if (!text.equals("Conform")) {
      run.note("text does not begin as the message does");
    }
  }

  private static void addresses(Run run) throws IOException {
    Delivery receipt = plainReceipt(run);
    same(run, "source_addr", run.target().destination(), receipt.source());
    same(run, "destination_addr", run.target().source(), receipt.destination());
  }

  private static void same(Run run, String field, Party expected, Party came) {
    if (!expected.digits().equals(came.digits())) {
      throw Ended.fail(
          field + " of the receipt as the other address of the message", "another address");
    }
    if (!expected.equals(came)) {
      run.note(
          field + " has TON " + came.ton() + " and NPI " + came.npi() + ", which were not sent");
    }
  }

  private static void reference(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id =
        run.accepted(
            sender,
            run.message("reference")
                .set("registered_delivery", 1)
                .tlv(Bodies.USER_MESSAGE_REFERENCE, Octets.u16(0xABCD)));
    byte[] value = run.receipt(receiver, id).tlv(Bodies.USER_MESSAGE_REFERENCE);
    if (value == null) {
      run.note("user_message_reference is not returned");
    } else if (value.length != 2 || value[0] != (byte) 0xAB || value[1] != (byte) 0xCD) {
      throw Ended.fail("user_message_reference 0xABCD", "another one");
    } else {
      run.tlvs().add(Bodies.USER_MESSAGE_REFERENCE, TlvFindings.Finding.USED);
    }
  }

  /** The response is read when it is in; what came before it lies in the deliveries already. */
  private static void order(Run run) throws IOException {
    Esme sender = run.bind(BindMode.TRANSCEIVER);
    for (int i = 0; i < 20; i++) {
      String id = run.accepted(sender, run.message("order").set("registered_delivery", 1));
      if (sender.delivery(d -> d.names(id), Duration.ZERO) != null) {
        run.note("a receipt overtook its submit_sm_resp");
        return;
      }
      run.receipt(sender, id);
    }
  }

  private static void receiver(Run run) throws IOException {
    Esme sender = run.bind(BindMode.TRANSMITTER);
    Esme receiver = run.bind(BindMode.RECEIVER);
    String id = run.accepted(sender, run.message("receiver").set("registered_delivery", 1));
    demandDelivered(run.receipt(receiver, id));
  }

  private static void later(Run run) throws IOException {
    Esme sender = run.bind(BindMode.TRANSMITTER);
    String id = run.accepted(sender, run.message("later").set("registered_delivery", 1));
    sender.listen(QUIET);
    Delivery receipt =
        run.bind(BindMode.RECEIVER).delivery(d -> d.names(id), run.target().receiptTime());
    if (receipt == null) {
      throw Ended.notSupported("the receipt was not kept");
    }
  }

  private static Check none(String id, String title, Version version, int registered) {
    return check(id, title)
        .on(version)
        .does(
            run ->
                nothing(
                    run,
                    run.message("none").set("registered_delivery", registered),
                    run.message("some").set("registered_delivery", 1)));
  }

  /** The second message is receipted, and by then the first should have been, if ever. */
  private static void nothing(Run run, Body silent, Body loud) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String silentId = run.accepted(sender, silent);
    run.receipt(receiver, run.accepted(sender, loud));
    if (receiver.delivery(d -> d.names(silentId), QUIET) != null) {
      throw Ended.fail("no receipt", "one");
    }
  }

  private static void oldStyle(Run run) throws IOException {
    Delivery receipt = plainReceipt(run);
    if (!receipt.tlvs().isEmpty()) {
      throw Ended.fail("no TLVs", receipt.tlvs().size() + " of them");
    }
    demandDelivered(receipt);
  }

  private static Party failingParty(Run run) {
    Party party = run.target().failing();
    return party != null ? party : run.target().destination();
  }

  private static Check failing(String id, String title, Version version, int registered) {
    return check(id, title)
        .on(version)
        .needs(Need.RECEIPTS, Need.FAILING)
        .does(
            run ->
                state(
                    run,
                    Bodies.submit(run.target(), failingParty(run), "fail")
                        .set("registered_delivery", registered),
                    false));
  }

  private static void intermediate(Run run) throws IOException {
    Party unreachable = run.target().unreachable();
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id =
        run.accepted(
            sender,
            Bodies.submit(
                    run.target(),
                    unreachable != null ? unreachable : run.target().destination(),
                    "wait")
                .set("registered_delivery", 0x11));
    Delivery told =
        receiver.delivery(
            d -> d.type() == Delivery.INTERMEDIATE && d.names(id), run.target().receiptTime());
    Stored.forget(run, sender, id);
    if (told == null) {
      throw Ended.notSupported(
          "no notification within " + Esme.seconds(run.target().receiptTime()));
    }
  }

  private static void expired(Run run) throws IOException {
    Party unreachable = run.target().unreachable();
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id =
        run.accepted(
            sender,
            Bodies.submit(
                    run.target(),
                    unreachable != null ? unreachable : run.target().destination(),
                    "expire")
                .set("registered_delivery", 1)
                .set("validity_period", "000000000002000R"));
    Delivery receipt =
        receiver.delivery(
            d -> d.type() == Delivery.RECEIPT && d.names(id), run.target().receiptTime());
    if (receipt == null) {
      Stored.forget(run, sender, id);
      throw Ended.notSupported(
          "not expired within " + Esme.seconds(run.target().receiptTime()) + " after 2 s");
    }
    demandFailed(receipt);
    String stat = receipt.field("stat");
    if (stat != null && !stat.equals("EXPIRED")) {
      run.note("stat:" + stat + " instead of stat:EXPIRED");
    }
  }

  private static Check repeated() {
    return check("repeated", "a receipt refused with ESME_RX_T_APPN comes again")
        .feature("repeated deliveries")
        .needs(Need.RECEIPTS, Need.LONG)
        .does(
            run -> {
              Esme sender = run.sender();
              Esme receiver = run.receiverBeside(sender);
              AtomicInteger refusals = new AtomicInteger();
              receiver.answerDeliveries(
                  delivery ->
                      refusals.getAndIncrement() == 0 ? CommandStatus.ESME_RX_T_APPN.value() : 0);
              String id = run.accepted(sender, run.message("again").set("registered_delivery", 1));
              run.receipt(receiver, id);
              if (receiver.delivery(d -> d.names(id), run.target().receiptTime()) == null) {
                // When to try again is the message center's own affair.
                throw Ended.notSupported(
                    "not repeated within " + Esme.seconds(run.target().receiptTime()));
              }
            });
  }
}
