package org.messagecenter.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;

class ReassemblerTest {
  private static final Reassembler.Limits AMPLE =
      new Reassembler.Limits(1000, 1_000_000, 1_000_000, 60_000);

  private static final List<SegmentMethod> METHODS = List.of(SegmentMethod.values());

  private final Reassembler<String, String> reassembler = new Reassembler<>(AMPLE);

  @Test
  void partsInAnyOrderGiveTheMessage() {
    assertThat(accept("a", 7, 3, 3, "C", 0).outcome()).isEqualTo(Arrival.Outcome.WAITING);
    assertThat(accept("a", 7, 3, 1, "A", 1).outcome()).isEqualTo(Arrival.Outcome.WAITING);
    Arrival<String, String> last = accept("a", 7, 3, 2, "B", 2);
    assertThat(last.outcome()).isEqualTo(Arrival.Outcome.COMPLETE);
    Joined<String> message = Objects.requireNonNull(last.message());
    assertThat(message.text(Alphabet.GSM7)).isEqualTo("ABC");
    assertThat(message.octets().latin1()).isEqualTo("ABC");
    assertThat(message.handles()).containsExactly("A@1", "B@2", "C@0");
    assertThat(message.header()).isEqualTo(Udh.NONE);
    assertThat(last.released()).isEmpty();
    assertThat(reassembler.size()).isZero();
    assertThat(reassembler.octets()).isZero();
    assertThat(reassembler.nextExpiry()).isEmpty();
  }

  @Test
  void aMessageOfOnePartIsWholeAtOnce() {
    assertThat(accept("a", 7, 1, 1, "A", 0).outcome()).isEqualTo(Arrival.Outcome.COMPLETE);
    assertThat(reassembler.size()).isZero();
  }

  @Test
  void keysKindsReferencesAndTotalsKeepMessagesApart() {
    accept("a", 7, 2, 1, "A", 0);
    assertThat(accept("b", 7, 2, 2, "B", 0).outcome()).isEqualTo(Arrival.Outcome.WAITING);
    assertThat(accept("a", 8, 2, 2, "B", 0).outcome()).isEqualTo(Arrival.Outcome.WAITING);
    assertThat(accept("a", 7, 3, 2, "B", 0).outcome()).isEqualTo(Arrival.Outcome.WAITING);
    for (Concatenation.Kind kind :
        new Concatenation.Kind[] {Concatenation.Kind.UDH16, Concatenation.Kind.SAR}) {
      Arrival<String, String> arrival =
          reassembler.accept("a", new Concatenation(kind, 7, 2, 2), data("B"), "B", 0);
      assertThat(arrival.outcome()).isEqualTo(Arrival.Outcome.WAITING);
    }
    assertThat(reassembler.size()).isEqualTo(6);
    assertThat(accept("a", 7, 2, 2, "B", 0).outcome()).isEqualTo(Arrival.Outcome.COMPLETE);
    assertThat(reassembler.size()).isEqualTo(5);
  }

  @Test
  void aPartThatComesAgainIsDropped() {
    accept("a", 7, 2, 1, "A", 0);
    long octets = reassembler.octets();
    Arrival<String, String> again = accept("a", 7, 2, 1, "A", 5);
    assertThat(again.outcome()).isEqualTo(Arrival.Outcome.DUPLICATE);
    assertThat(again.released()).isEmpty();
    assertThat(reassembler.octets()).isEqualTo(octets);
    Joined<String> message = Objects.requireNonNull(accept("a", 7, 2, 2, "B", 6).message());
    assertThat(message.handles()).containsExactly("A@0", "B@6");
  }

  @Test
  void aPartWithOtherOctetsBeginsAnotherMessage() {
    accept("a", 7, 3, 1, "A", 0);
    accept("a", 7, 3, 3, "C", 1);
    Arrival<String, String> other = accept("a", 7, 3, 1, "X", 2);
    assertThat(other.outcome()).isEqualTo(Arrival.Outcome.WAITING);
    assertThat(other.released()).hasSize(1);
    Incomplete<String, String> first = other.released().get(0);
    assertThat(first.key()).isEqualTo("a");
    assertThat(first.reason()).isEqualTo(Incomplete.Reason.REPLACED);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.pieces()).extracting(Piece::handle).containsExactly("A@0", "C@1");
    accept("a", 7, 3, 2, "Y", 3);
    assertThat(Objects.requireNonNull(accept("a", 7, 3, 3, "Z", 4).message()).text(Alphabet.GSM7))
        .isEqualTo("XYZ");
  }

  @Test
  void whatNeverGetsWholeIsReleasedWhenItsTimeIsUp() {
    accept("a", 1, 2, 1, "A", 1_000);
    accept("b", 2, 3, 2, "B", 2_000);
    // A later part does not prolong the wait.
    accept("b", 2, 3, 3, "C", 61_999);
    assertThat(reassembler.nextExpiry()).hasValue(61_000);
    assertThat(reassembler.expire(60_999)).isEmpty();
    assertThat(reassembler.expire(61_000))
        .singleElement()
        .satisfies(
            expired -> {
              assertThat(expired.key()).isEqualTo("a");
              assertThat(expired.reason()).isEqualTo(Incomplete.Reason.EXPIRED);
            });
    assertThat(reassembler.nextExpiry()).hasValue(62_000);
    assertThat(reassembler.expire(100_000).get(0).pieces())
        .extracting(Piece::handle)
        .containsExactly("B@2000", "C@61999");
    assertThat(reassembler.octets()).isZero();
  }

  @Test
  void theOldestMessageMakesRoomForANewOne() {
    Reassembler<String, String> two =
        new Reassembler<>(new Reassembler.Limits(2, 100_000, 100_000, 1_000));
    accept(two, "a", 1, 2, 1, "A", 0);
    accept(two, "b", 2, 2, 1, "B", 0);
    Arrival<String, String> third = accept(two, "c", 3, 2, 1, "C", 0);
    assertThat(third.outcome()).isEqualTo(Arrival.Outcome.WAITING);
    assertThat(third.released()).extracting(Incomplete::key).containsExactly("a");
    assertThat(third.released().get(0).reason()).isEqualTo(Incomplete.Reason.NO_ROOM);
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.drain()).extracting(Incomplete::key).containsExactly("b", "c");
    assertThat(two.size()).isZero();
  }

  @Test
  void aGreedyKeyLosesItsOwnMessagesOnly() {
    long part = Reassembler.OVERHEAD + 6 + 1;
    Reassembler<String, String> three =
        new Reassembler<>(new Reassembler.Limits(100, 100 * part, 3 * part, 1_000));
    accept(three, "b", 1, 2, 1, "B", 0);
    for (int reference = 0; reference < 3; reference++) {
      assertThat(accept(three, "a", reference, 2, 1, "A", 0).released()).isEmpty();
    }
    Arrival<String, String> fourth = accept(three, "a", 3, 2, 1, "A", 0);
    assertThat(fourth.released()).extracting(Incomplete::key).containsExactly("a");
    assertThat(fourth.released().get(0).pieces().get(0).which().reference()).isZero();
    assertThat(accept(three, "b", 1, 2, 2, "C", 0).outcome()).isEqualTo(Arrival.Outcome.COMPLETE);
  }

  @Test
  void allKeysTogetherKeepTheLimit() {
    long part = Reassembler.OVERHEAD + 6 + 1;
    Reassembler<String, String> small =
        new Reassembler<>(new Reassembler.Limits(100, 2 * part, 100 * part, 1_000));
    accept(small, "a", 1, 2, 1, "A", 0);
    accept(small, "b", 1, 2, 1, "B", 0);
    assertThat(accept(small, "c", 1, 2, 1, "C", 0).released())
        .extracting(Incomplete::key)
        .containsExactly("a");
    assertThat(small.octets()).isEqualTo(2 * part);
  }

  @Test
  void aPartBeyondTheLimitComesStraightBack() {
    Reassembler<String, String> tiny =
        new Reassembler<>(new Reassembler.Limits(10, 100_000, 100, 1_000));
    Arrival<String, String> arrival = accept(tiny, "a", 1, 2, 1, "A", 0);
    assertThat(arrival.outcome()).isEqualTo(Arrival.Outcome.NO_ROOM);
    assertThat(arrival.released().get(0).pieces()).extracting(Piece::handle).containsExactly("A@0");
    assertThat(tiny.octets()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new Reassembler.Limits(0, 1, 1, 1));
  }

  @Test
  void aPairCutByTheSenderIsWholeAgain() {
    byte[] smile = "a\uD83D\uDE00b".getBytes(StandardCharsets.UTF_16BE);
    Octets whole = Octets.of(smile);
    reassembler.accept("a", which(1, 2, 1), data(whole.slice(0, 4)), "1", 0);
    Arrival<String, String> last =
        reassembler.accept("a", which(1, 2, 2), data(whole.slice(4, 4)), "2", 0);
    assertThat(Objects.requireNonNull(last.message()).text(Alphabet.UCS2))
        .isEqualTo("a\uD83D\uDE00b");
    reassembler.accept("a", which(2, 2, 1), data(Octets.of(new byte[] {'a', 0x1B})), "1", 0);
    Arrival<String, String> euro =
        reassembler.accept("a", which(2, 2, 2), data(Octets.of(new byte[] {0x65, 'b'})), "2", 0);
    assertThat(Objects.requireNonNull(euro.message()).text(Alphabet.GSM7)).isEqualTo("a\u20ACb");
  }

  @Test
  void nothingOfTheCallersBufferIsKept() {
    byte[] buffer = {5, 0, 3, 1, 2, 1, 'A'};
    UserData.Whole data = (UserData.Whole) UserData.of(Octets.of(buffer), true);
    reassembler.accept("a", which(1, 2, 1), data, "1", 0);
    buffer[6] = 'X';
    Joined<String> message = Objects.requireNonNull(accept("a", 1, 2, 2, "B", 0).message());
    assertThat(message.text(Alphabet.GSM7)).isEqualTo("AB");
  }

  @ParameterizedTest
  @EnumSource(
      value = Alphabet.class,
      names = {"BINARY", "OTHER"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsCutInAnyWayIsJoinedInAnyOrder(Alphabet alphabet) {
    Random random = new Random(alphabet.name().hashCode());
    String letters = letters(alphabet);
    for (int round = 0; round < 60; round++) {
      SegmentMethod method = METHODS.get(random.nextInt(METHODS.size()));
      String text = text(random, letters, random.nextInt(round % 10 == 0 ? 3000 : 500));
      Segmenter segmenter =
          new Segmenter(SegmentRules.of(method).with(alphabet, Unencodable.REPORT));
      Segmentation cut = segmenter.text(text, Udh.NONE, random.nextInt());
      List<Part> parts = new ArrayList<>(((Segmentation.Parts) cut).parts());
      parts.addAll(parts.subList(0, random.nextInt(parts.size() + 1)));
      Collections.shuffle(parts, random);
      assertThat(joined(parts, alphabet)).isEqualTo(text);
    }
  }

  /** The text as the receiver of these parts reads it. */
  private static String joined(List<Part> parts, Alphabet alphabet) {
    Reassembler<String, Part> receiver = new Reassembler<>(AMPLE);
    for (Part part : parts) {
      Tlvs.Builder tlvs = Tlvs.builder();
      part.addTo(tlvs);
      UserData.Whole data = (UserData.Whole) UserData.of(part.userData(), part.udhi());
      Concatenation which = Concatenation.of(data.header(), tlvs.build());
      if (which == null) {
        return data.text(alphabet);
      }
      Joined<Part> message = receiver.accept("key", which, data, part, 0).message();
      if (message != null) {
        return message.text(alphabet);
      }
    }
    throw new AssertionError(parts.size() + " parts gave no message");
  }

  private static String letters(Alphabet alphabet) {
    return switch (alphabet) {
      case GSM7, GSM7_PACKED -> "abc\u00E9\u0394_{}[]\u20AC\n";
      case ASCII -> "abc@$ {}";
      case LATIN1 -> "abc\u00E9\u00FF";
      case LATIN9, WINDOWS_1252 -> "abc\u20AC\u0153";
      case CYRILLIC -> "ab\u0436\u042F";
      case HEBREW -> "ab\u05D0\u05EA";
      case JIS, ISO_2022_JP -> "ab\u65E5\u672C\u3042";
      case KANJI -> "\u4E02\u4E04";
      case KOREAN -> "ab\uD55C\uAE00";
      default -> "ab\u4E2D\uD83D\uDE00\u0301\u200D";
    };
  }

  private static String text(Random random, String letters, int length) {
    int[] alphabet = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  @Test
  void everyHandleComesBackExactlyOnce() {
    Random random = new Random(3);
    Reassembler<Integer, Integer> reassembler =
        new Reassembler<>(new Reassembler.Limits(20, 6_000, 2_500, 500));
    Map<Integer, Integer> back = new HashMap<>();
    int handles = 20_000;
    long now = 0;
    for (int handle = 0; handle < handles; handle++) {
      now += random.nextInt(20);
      int total = 1 + random.nextInt(4);
      Concatenation which = which(random.nextInt(6), total, 1 + random.nextInt(total));
      Arrival<Integer, Integer> arrival =
          reassembler.accept(
              random.nextInt(5), which, data("x".repeat(random.nextInt(3) * 50)), handle, now);
      if (arrival.outcome() == Arrival.Outcome.DUPLICATE) {
        back.merge(handle, 1, Integer::sum);
      }
      Joined<Integer> message = arrival.message();
      if (message != null) {
        message.handles().forEach(h -> back.merge(h, 1, Integer::sum));
      }
      count(arrival.released(), back);
      count(reassembler.expire(now), back);
      assertThat(reassembler.size()).isLessThanOrEqualTo(20);
      assertThat(reassembler.octets()).isLessThanOrEqualTo(6_000);
    }
    count(reassembler.drain(), back);
    assertThat(back).hasSize(handles).allSatisfy((h, times) -> assertThat(times).isEqualTo(1));
    assertThat(reassembler.octets()).isZero();
  }

  private static void count(
      List<Incomplete<Integer, Integer>> released, Map<Integer, Integer> back) {
    for (Incomplete<Integer, Integer> incomplete : released) {
      assertThat(incomplete.pieces()).hasSizeBetween(1, incomplete.total());
      incomplete.pieces().forEach(piece -> back.merge(piece.handle(), 1, Integer::sum));
    }
  }

  private Arrival<String, String> accept(
      String key, int reference, int total, int number, String text, long now) {
    return accept(reassembler, key, reference, total, number, text, now);
  }

  private static Arrival<String, String> accept(
      Reassembler<String, String> reassembler,
      String key,
      int reference,
      int total,
      int number,
      String text,
      long now) {
    Concatenation which = which(reference, total, number);
    Udh header = Udh.NONE.with(which);
    UserData.Whole data = new UserData.Whole(header, header.length(), Octets.of(Gsm7.encode(text)));
    return reassembler.accept(key, which, data, text + "@" + now, now);
  }

  private static Concatenation which(int reference, int total, int number) {
    return new Concatenation(Concatenation.Kind.UDH8, reference, total, number);
  }

  private static UserData.Whole data(String text) {
    return data(Octets.of(Gsm7.encode(text)));
  }

  private static UserData.Whole data(Octets body) {
    return new UserData.Whole(Udh.NONE, 0, body);
  }
}
