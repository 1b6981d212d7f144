package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.queue.CarrierId;

/** What a split message remembers of its parts, as it is written, and as it was before. */
class PartsIdTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @Test
  void isReadAsItIsWritten() {
    PartsId fresh = PartsId.of(ID, 3);
    PartsId failed = fresh.with(MessageState.REJECTED, 0x4A1);
    assertThat(fresh.write()).isEqualTo(new CarrierId("=parts", ID + "/3"));
    assertThat(failed.write()).isEqualTo(new CarrierId("=parts", ID + "/3:8:1185"));
    for (PartsId each : List.of(fresh, failed)) {
      assertThat(PartsId.read(each.write())).isEqualTo(each);
    }
  }

  @Test
  void isReadWithoutACount() {
    assertThat(PartsId.read(new CarrierId("=parts", ID))).isEqualTo(PartsId.of(ID, 0));
    CarrierId failed = new CarrierId("=parts", ID + ":5:1");
    assertThat(PartsId.read(failed)).isEqualTo(new PartsId(ID, 0, MessageState.UNDELIVERABLE, 1));
    assertThat(PartsId.of(ID, 0).with(MessageState.UNDELIVERABLE, 1).write()).isEqualTo(failed);
  }

  @Test
  void isNoCarriersId() {
    assertThat(PartsId.read(null)).isNull();
    assertThat(PartsId.read(new CarrierId("parts", ID))).isNull();
  }
}
