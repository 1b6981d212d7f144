package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.messagecenter.protocol.spec.CommandId;

/** Mobile-originated messages, made by submitting to a number that leads back (34:4.6). */
final class LoopChecks {
  private static final int UDHI = 0x40;

  private LoopChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "loop-plain", "a message comes back as deliver_sm of the default type", 0, 0, "hello"),
        check("loop-ucs2", "octets of UCS-2 come back as they were", 0, 8, "\0h\0i"),
        check(
            "loop-header",
            "a user data header comes back with its bit",
            UDHI,
            4,
            "\5\0\3\7\1\1part"));
  }

  private static Check check(String id, String title, int esmClass, int coding, String text) {
    return Check.of(id, title, "34:4.6, 5.2.12, 50:4.3.1")
        .feature("mobile-originated messages")
        .needs(Need.SUBMIT, Need.LOOP)
        .covers(CommandId.DELIVER_SM)
        .does(run -> loop(run, esmClass, coding, Octets.ascii(text)));
  }

  private static void loop(Run run, int esmClass, int coding, byte[] text) throws IOException {
    Party loop = run.target().loop();
    Party to = loop != null ? loop : run.target().destination();
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    Body body = Bodies.submit(run.target(), to, "").set("esm_class", esmClass);
    run.accepted(sender, body.set("data_coding", coding).text(text));
    Delivery back =
        receiver.delivery(
            d -> d.type() == 0 && d.destination().digits().equals(to.digits()),
            run.target().receiptTime());
    if (back == null) {
      throw Ended.fail(
          "a deliver_sm to the destination of the message",
          "none within " + Esme.seconds(run.target().receiptTime()));
    }
    if (!Arrays.equals(back.shortMessage(), text)) {
      throw Ended.fail("the same octets in short_message", "others");
    }
    if ((back.esmClass() & UDHI) != (esmClass & UDHI)) {
      throw Ended.fail("the UDHI bit as it was", String.format("0x%02X", back.esmClass()));
    }
    if (!back.source().digits().equals(run.target().source().digits())) {
      run.note("source_addr is not the sender's");
    }
  }
}
