package org.messagecenter.protocol.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.messagecenter.protocol.fuzz.Check.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.Receipt;
import org.messagecenter.protocol.receipt.ReceiptText;

/** The text of a receipt in whatever form a carrier writes it. */
class ReceiptFuzzTest {
  static Stream<byte[]> seeds() {
    Stream<byte[]> ours =
        Arrays.stream(MessageState.values())
            .map(
                state ->
                    ReceiptText.print(
                        "0a1b",
                        1_795_230_359_000L,
                        1_795_230_420_000L,
                        state,
                        0x4A1,
                        Octets.EMPTY));
    Stream<byte[]> others =
        Stream.of(
                "id:1234567890 sub:001 dlvrd:001 submit date:2611210305 done date:2611210307"
                    + " stat:DELIVRD err:000 Text:Hello",
                "id:8a1b-77 submit date:261121030559 done date:20261121030700 stat:UNDELIV err:4A1",
                "ID: 7 DONE DATE: 2611210307 STAT: EXPIRED ERR: abc TEXT: id:9",
                "stat:DELIVRD")
            .map(text -> text.getBytes(ISO_8859_1));
    return Stream.concat(ours, others);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void parse(byte[] octets) {
    Optional<Receipt> found = ReceiptText.parse(Octets.of(octets));
    require(
        found.equals(ReceiptText.parse(new String(octets, ISO_8859_1))),
        "octets and text are one thing");
    found.ifPresent(
        receipt -> {
          receipt.state();
          require(!receipt.id().isEmpty(), "a receipt has an id");
          String text = receipt.text();
          require(text == null || text.length() <= octets.length, "no text out of nothing");
        });
  }

  @Test
  void seedsAndDamagedSeeds() {
    Regression.run(getClass(), seeds(), 50_000, this::parse);
  }
}
