package org.messagecenter.protocol.fuzz;

import static org.messagecenter.protocol.fuzz.Check.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.WireReader;

/** The rest of a body as TLVs, after an octet that chooses the command. */
class TlvsFuzzTest {
  private static final List<CommandId> COMMANDS = List.of(CommandId.values());

  /** Each TLV at its shortest and its longest, up to a handy size, in a command it belongs to. */
  static Stream<byte[]> seeds() {
    return TlvRules.all().stream()
        .flatMap(
            rule ->
                Stream.of(rule.tag().minLength(), Math.min(rule.tag().maxLength(), 70))
                    .map(length -> seed(rule, length)));
  }

  private static byte[] seed(TlvRule rule, int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 1);
    byte[] tlv = Tlvs.builder().put(rule.tag(), value).build().raw().toByteArray();
    byte[] seed = new byte[1 + tlv.length];
    seed[0] = (byte) COMMANDS.indexOf(rule.commands(TlvRules.VERSION_5_0).iterator().next());
    System.arraycopy(tlv, 0, seed, 1, tlv.length);
    return seed;
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void read(byte[] octets) {
    if (octets.length == 0) {
      return;
    }
    CommandId command = COMMANDS.get((octets[0] & 0xFF) % COMMANDS.size());
    try {
      Tlvs tlvs = Tlvs.read(new WireReader(octets, 1, octets.length - 1));
      Check.use(command, tlvs);
      Tlvs.Builder copy = Tlvs.builder();
      tlvs.forEach(copy::put);
      require(copy.build().equals(tlvs), "a copy is the same");
      require(!tlvs.toString().isEmpty(), "prints something");
    } catch (BadBody e) {
      require(e.field().equals("tlvs"), "the TLVs are at fault");
    }
  }

  @Test
  void seedsAndDamagedSeeds() {
    Regression.run(getClass(), seeds(), 50_000, this::read);
  }
}
