package org.messagecenter.testkit.docs;

import java.util.Arrays;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/** What the other pages are about. */
final class IndexPage {
  private IndexPage() {}

  static String text() {
    long answered = Arrays.stream(CommandId.values()).filter(CommandId::hasResponse).count();
    return new Markdown("The protocol, as the program knows it")
        .paragraph(
            "SMPP 3.3, 3.4 and 5.0, from the tables that the codec, the checks and the tests work"
                + " with.")
        .table("page", "what it has")
        .row(
            "[Commands](commands.md)",
            CommandId.values().length
                + " commands, "
                + answered
                + " of them requests with a response: their fields and TLVs")
        .row("[Fields](fields.md)", "each field once, and the values of message_state")
        .row(
            "[TLVs](tlvs.md)",
            TlvTag.all().size() + " TLVs: form, legal values, and where they may be")
        .row(
            "[Statuses](statuses.md)",
            CommandStatus.values().length + " statuses: meaning, and whether to try again")
        .row("[Session states](states.md)", "who may send which request, and when")
        .row("[PICS](pics.md)", "what this server supports, each claim with its test")
        .toString();
  }
}
