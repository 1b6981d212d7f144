package org.messagecenter.protocol.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What an ordinary build does with a target: it gets its seeds, whatever Jazzer once found, and
 * damaged copies of all that, the same ones in every build.
 */
final class Regression {
  private static final long SEED = 20261121;

  private Regression() {}

  /**
   * Feeds {@code target}.
   *
   * @param test the class of the target, beside whose resources Jazzer leaves what it finds
   */
  static void run(Class<?> test, Stream<byte[]> given, int rounds, Consumer<byte[]> target) {
    List<byte[]> seeds = Stream.concat(given, findings(test)).toList();
    seeds.forEach(target);
    Random random = new Random(SEED);
    for (int i = 0; i < rounds; i++) {
      byte[] octets = seeds.get(i % seeds.size());
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        octets = change(octets, seeds, random);
      }
      target.accept(octets);
    }
  }

  private static Stream<byte[]> findings(Class<?> test) {
    URL inputs = test.getResource(test.getSimpleName() + "Inputs");
    if (inputs == null) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(Path.of(inputs.toURI()))) {
      List<byte[]> octets = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        octets.add(Files.readAllBytes(file));
      }
      return octets.stream();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot read " + inputs, e);
    }
  }

  private static byte[] change(byte[] octets, List<byte[]> seeds, Random random) {
    if (octets.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(octets.length);
    byte[] changed = octets.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] = (byte) random.nextInt();
      case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0 : 0xFF);
      case 3 -> changed = Arrays.copyOf(octets, at);
      case 4 -> changed = spliced(octets, at, 0, octets, at);
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        changed =
            spliced(octets, at, other.length == 0 ? 0 : random.nextInt(other.length), other, at);
      }
    }
    return changed;
  }

  /** The head of one, a part of another, and the rest of the first. */
  private static byte[] spliced(byte[] octets, int at, int from, byte[] other, int rest) {
    byte[] result = Arrays.copyOf(octets, at + other.length - from + octets.length - rest);
    System.arraycopy(other, from, result, at, other.length - from);
    System.arraycopy(octets, rest, result, at + other.length - from, octets.length - rest);
    return result;
  }
}
