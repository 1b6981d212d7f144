package org.messagecenter.protocol.fuzz;

import static org.messagecenter.protocol.fuzz.Check.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Arrival;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.Part;
import org.messagecenter.protocol.text.Reassembler;
import org.messagecenter.protocol.text.SegmentMethod;
import org.messagecenter.protocol.text.SegmentRules;
import org.messagecenter.protocol.text.Segmentation;
import org.messagecenter.protocol.text.Segmenter;
import org.messagecenter.protocol.text.Udh;
import org.messagecenter.protocol.text.UserData;

/**
 * User data with a header, after an octet that chooses an alphabet and one that chooses how to cut:
 * taken apart, read as text, cut into parts and put together again.
 */
class UserDataFuzzTest {
  private static final Alphabet[] ALPHABETS = Alphabet.values();
  private static final SegmentMethod[] METHODS = SegmentMethod.values();

  static Stream<byte[]> seeds() {
    return Stream.of(
            // Concatenation of both sizes, ports, national tables, an unknown element, a lone
            // length.
            "0000 050003070201 48656C6C6F",
            "0001 06080412340201 1B65411B65",
            "0F02 0B0504158100000003010201 AABB",
            "0000 06240101250101 1B4767",
            "0C03 0370027F41 D83DDE00",
            "0100 00 68656C6C6F",
            "0C01 04 0000",
            "0500 0500030700FF 41",
            "0100 FF")
        .map(hex -> java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void read(byte[] octets) {
    if (octets.length < 2) {
      return;
    }
    Alphabet alphabet = ALPHABETS[(octets[0] & 0xFF) % ALPHABETS.length];
    SegmentMethod method = METHODS[(octets[1] & 0xFF) % METHODS.length];
    Octets message = new Octets(octets, 2, octets.length - 2);
    text(UserData.of(message, false), alphabet);
    UserData data = UserData.of(message, true);
    text(data, alphabet);
    if (data instanceof UserData.Whole whole) {
      rewritten(whole, message);
      cut(whole, alphabet, method);
    }
  }

  private static void text(UserData data, Alphabet alphabet) {
    if (data instanceof UserData.Whole whole) {
      require(
          whole.text(alphabet).length() <= 2 * whole.body().length() + 2, "text is not made up");
    }
  }

  private static void rewritten(UserData.Whole whole, Octets message) {
    Udh header = whole.header();
    if (!header.isEmpty()) {
      require(header.before(whole.body()).equals(message), "what was read is written again");
    }
    header.concatenation();
    header.ports();
    header.gsm7();
  }

  /** Whatever the parts are, they hold every octet once and find together in any order. */
  private static void cut(UserData.Whole whole, Alphabet alphabet, SegmentMethod method) {
    Segmenter segmenter = new Segmenter(SegmentRules.of(method));
    Segmentation result = segmenter.octets(whole.body(), alphabet, whole.header(), 0x1234);
    if (!(result instanceof Segmentation.Parts parts)) {
      return;
    }
    List<Part> all = parts.parts();
    require(!all.isEmpty() && all.size() <= 255, "1 to 255 parts");
    for (Part part : all) {
      require(
          part.payload() || part.userData().length() <= SegmentRules.GSM_OCTETS * 8 / 7 + 8,
          "a part fits into an SMS");
    }
    if (all.size() > 1 && !shifted(alphabet)) {
      Octets joined = joined(all);
      require(joined != null && joined.equals(whole.body()), "the parts make the whole");
    }
  }

  /** Alphabets whose parts are written anew and so may differ in their octets. */
  private static boolean shifted(Alphabet alphabet) {
    return alphabet == Alphabet.ISO_2022_JP || alphabet == Alphabet.GSM7_PACKED;
  }

  private static @Nullable Octets joined(List<Part> parts) {
    Reassembler<String, Integer> reassembler =
        new Reassembler<>(new Reassembler.Limits(10, 1 << 20, 1 << 20, 1000));
    // The last first, so that the order is not the one of arrival.
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      Tlvs.Builder tlvs = Tlvs.builder();
      part.addTo(tlvs);
      UserData data = UserData.of(part.shortMessage(), part.udhi());
      require(data instanceof UserData.Whole, "a part of ours is whole");
      UserData.Whole piece = (UserData.Whole) data;
      Concatenation which = Concatenation.of(piece.header(), tlvs.build());
      if (which == null || which.number() != i + 1) {
        throw new AssertionError("broken: a part knows its place");
      }
      Arrival<String, Integer> arrival = reassembler.accept("key", which, piece, i, 0);
      if (arrival.message() != null) {
        return arrival.message().octets();
      }
    }
    return null;
  }

  @Test
  void seedsAndDamagedSeeds() {
    Regression.run(
        getClass(),
        Stream.concat(
            seeds(),
            Stream.of(
                ("\0\0\5\0\3\7\2\1" + "x".repeat(400)).getBytes(StandardCharsets.ISO_8859_1))),
        20_000,
        this::read);
  }
}
