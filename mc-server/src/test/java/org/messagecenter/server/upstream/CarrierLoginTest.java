package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.BindReceiver;

/** The body of our binds. */
class CarrierLoginTest {
  @Test
  void itIsWhatTheLayoutWrites() {
    CarrierLogin login = new CarrierLogin("us", "secret", "vma", 0x50, 1, 9, "^49");
    ByteBuf octets = Unpooled.buffer();
    PduCodec.encodeBody(octets, new BindReceiver("us", "secret", "vma", 0x50, 1, 9, "^49"));
    assertThat(login.body()).isEqualTo(ByteBufUtil.getBytes(octets));
  }

  /** Some carriers give out what the fields of the book cannot hold. */
  @Test
  void aLongerIdentityThanTheLayoutWritesIsSentAsItIs() {
    CarrierLogin login = new CarrierLogin("abcdefghijklmnopq", "123456789", "", 0x34, 0, 0, "");
    assertThat(HexFormat.of().formatHex(login.body()))
        .isEqualTo("6162636465666768696a6b6c6d6e6f707100" + "31323334353637383900" + "0034000000");
  }

  @Test
  void thePasswordIsNotPrinted() {
    assertThat(new CarrierLogin("us", "secret", "", 0x34, 0, 0, "")).hasToString("us version 3.4");
  }
}
