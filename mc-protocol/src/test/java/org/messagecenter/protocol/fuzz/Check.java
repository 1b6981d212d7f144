package org.messagecenter.protocol.fuzz;

import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.TlvCheck;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvTag;

/** What a program does with what it has read. */
final class Check {
  private static final int[] VERSIONS = {0x33, 0x34, 0x50};

  private Check() {}

  @SuppressWarnings("unchecked")
  static <P> void use(Pdu pdu) {
    Layout<P> layout = (Layout<P>) PduTable.layout(pdu.commandId());
    layout.check((P) pdu);
    layout
        .fields()
        .forEach(
            field -> {
              if (field.value((P) pdu) instanceof Tlvs tlvs) {
                use(pdu.commandId(), tlvs);
              }
            });
    require(!pdu.toString().isEmpty(), "prints something");
  }

  static void use(CommandId command, Tlvs tlvs) {
    for (int version : VERSIONS) {
      boolean strict = TlvCheck.check(command, tlvs, version, Strictness.STRICT) == null;
      boolean tolerant = TlvCheck.check(command, tlvs, version, Strictness.TOLERANT) == null;
      require(!strict || tolerant, "what is strictly right is tolerable");
    }
    for (TlvTag tag : TlvTag.all()) {
      tlvs.intValue(tag, -1);
      tlvs.text(tag);
      require(tlvs.findAll(tag).size() == tlvs.count(tag), "all are found");
    }
  }

  static void require(boolean condition, String promise) {
    if (!condition) {
      throw new AssertionError("broken: " + promise);
    }
  }
}
