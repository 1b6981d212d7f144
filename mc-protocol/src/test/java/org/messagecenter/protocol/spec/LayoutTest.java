package org.messagecenter.protocol.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVMSGID;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSRCTON;
import static org.messagecenter.protocol.spec.Field.field;
import static org.messagecenter.protocol.spec.IntType.uint8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class LayoutTest {
  /** Part of a query_sm, the mix of types a layout has to cope with. */
  public record Query(String messageId, int sourceAddrTon) {}

  private static final Layout<Query> LAYOUT =
      Layout.of(
          CommandId.QUERY_SM,
          Query.class,
          field(cString("message_id", 5, ESME_RINVMSGID), Query::messageId),
          field(uint8("source_addr_ton", ESME_RINVSRCTON).range(0, 6), Query::sourceAddrTon));

  @Test
  void readsFieldsInTheirOrder() throws BadBody {
    assertThat(LAYOUT.read(new WireReader(new byte[] {'a', 'b', 0, 5})))
        .isEqualTo(new Query("ab", 5));
  }

  @Test
  void theFirstMalformedFieldIsReported() {
    assertThatThrownBy(() -> LAYOUT.read(new WireReader(new byte[] {'a', 'b'})))
        .isInstanceOfSatisfying(
            BadBody.class,
            bad -> {
              assertThat(bad.field()).isEqualTo("message_id");
              assertThat(bad.status()).isEqualTo(ESME_RINVMSGID);
            });
    assertThatThrownBy(() -> LAYOUT.read(new WireReader(new byte[] {'a', 'b', 0})))
        .isInstanceOfSatisfying(
            BadBody.class, bad -> assertThat(bad.status()).isEqualTo(ESME_RINVSRCTON));
  }

  @Test
  void aReaderNeverLeavesItsSlice() {
    byte[] octets = {'x', 'a', 'b', 0, 5};

    assertThatThrownBy(() -> LAYOUT.read(new WireReader(octets, 1, 2))).isInstanceOf(BadBody.class);
    assertThatThrownBy(() -> LAYOUT.read(new WireReader(octets, 1, 3))).isInstanceOf(BadBody.class);
  }

  @Test
  void namesMustBeThoseOfTheRecord() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Layout.of(
                    CommandId.QUERY_SM,
                    Query.class,
                    field(cString("messageid", 5, ESME_RINVMSGID), Query::messageId),
                    field(uint8("source_addr_ton", ESME_RINVSRCTON), Query::sourceAddrTon)))
        .withMessageContaining("messageid");
  }

  @Test
  void typesMustBeThoseOfTheRecord() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Layout.of(
                    CommandId.QUERY_SM,
                    Query.class,
                    field(cString("message_id", 5, ESME_RINVMSGID), Query::messageId),
                    field(cString("source_addr_ton", 2, ESME_RINVSRCTON), q -> "")));
  }

  @Test
  void noFieldMayBeMissing() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Layout.of(
                    CommandId.QUERY_SM,
                    Query.class,
                    field(cString("message_id", 5, ESME_RINVMSGID), Query::messageId)));
  }

  @Test
  void checkTellsTheFirstIllegalValueAndNotTheText() {
    assertThat(LAYOUT.check(new Query("ab", 6))).isNull();
    assertThat(LAYOUT.check(new Query("ab", 7)))
        .isEqualTo(new Violation("source_addr_ton", ESME_RINVSRCTON, "7 is not one of 0-6"));
    assertThat(LAYOUT.check(new Query("secret", 7)))
        .isEqualTo(new Violation("message_id", ESME_RINVMSGID, "6 characters, legal is at most 4"));
    assertThat(LAYOUT.check(new Query("a\0", 0))).extracting("status").isEqualTo(ESME_RINVMSGID);
    assertThat(LAYOUT.check(new Query("\u20ac", 0))).isNotNull();
  }

  @Test
  void edgeCasesVaryOneFieldAtATime() {
    Query base = new Query("ab", 3);

    assertThat(LAYOUT.edgeCases(base))
        .contains(new Query("", 3), new Query("9999", 3), new Query("ab", 0), new Query("ab", 1))
        .allSatisfy(query -> assertThat(LAYOUT.check(query)).isNull());
    assertThat(LAYOUT.blank()).isEqualTo(new Query("", 0));
  }

  @Test
  void valuesWithoutAWireFormAreNotWritten() {
    ByteBuf out = Unpooled.buffer();

    assertThatThrownBy(() -> LAYOUT.write(out, new Query("abcde", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("abcde");
    assertThatThrownBy(() -> LAYOUT.write(out, new Query("a\0b", 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LAYOUT.write(out, new Query("", 256)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
