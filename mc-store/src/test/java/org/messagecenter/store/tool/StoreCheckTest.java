package org.messagecenter.store.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.checkpoint.CheckpointHeader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.RecordView;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreLife;

class StoreCheckTest {

  private static final int SEGMENT = 4096;

  private final MemoryDisk disk = new MemoryDisk();
  private final StoreLife life = new StoreLife(1);

  @Test
  void aStoreThatWasClosedIsClean() throws IOException {
    life.live(disk, SEGMENT, 150);
    life.live(disk, SEGMENT, 50);

    Contents contents = Contents.read(disk, false);

    assertThat(contents.faults()).isEmpty();
    assertThat(contents.pending.messages.size()).isEqualTo(life.pending.size());
    assertThat(contents.pending.mails.size()).isEqualTo(life.mails.size());
    assertThat(contents.records.get(RecordView.Type.CLOSED)).isBetween(1L, 2L);
    assertThat(summary(contents))
        .contains(life.pending.size() + " messages pending")
        .contains("  acme: " + life.mails.size());
  }

  private static String summary(Contents contents) {
    StringWriter text = new StringWriter();
    StoreCheck.print(contents, new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aCheckpointIsToldAndOneThatDoesNotFitToo() throws IOException {
    life.live(disk, SEGMENT, 50);
    String first = "0000000001.seg";
    long id = ByteBuffer.wrap(disk.bytes(first)).getLong(16);

    checkpoint(id, 1, Position.of(1, 72));
    Contents whole = Contents.read(disk, false);
    assertThat(whole.faults()).isEmpty();
    assertThat(summary(whole)).contains("a checkpoint of 0 entries", "saw up to 1, 72\n");

    checkpoint(id + 1, 1, Position.of(1, 72));
    assertImpaired("another journal");
    checkpoint(id, 0, Position.of(1, 72));
    assertImpaired("too old");
    checkpoint(id, 1, Position.of(1000, 72));
    assertThat(Contents.read(disk, false).isDamaged()).isTrue();

    checkpoint(id, 1, Position.of(1, 72));
    byte[] bad = disk.bytes(CheckpointWriter.NAME);
    bad[70] ^= 1;
    disk.put(CheckpointWriter.NAME, bad);
    assertImpaired("cannot be used, at offset 64");
  }

  private void assertImpaired(String what) throws IOException {
    Contents contents = Contents.read(disk, false);
    assertThat(contents.isDamaged()).isFalse();
    assertThat(contents.isImpaired()).isTrue();
    assertThat(contents.faults()).hasSize(1);
    assertThat(contents.faults().get(0).what()).contains(what);
  }

  private void checkpoint(long journalId, int segment, long upTo) {
    CheckpointHeader header = new CheckpointHeader(journalId, Position.of(segment, 72), 1, 0, 1);
    CheckpointWriter writer = new CheckpointWriter(disk, header, Long.MAX_VALUE, () -> {});
    writer.finish(upTo);
    while (!writer.isDone()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatItSaysBesideAServerIsTheSame() throws IOException {
    life.live(disk, SEGMENT, 150);

    Contents live = Contents.read(disk, true);

    assertThat(live.faults()).isEmpty();
    assertThat(live.pending.messages.size()).isEqualTo(life.pending.size());
    assertThat(live.pending.mails.size()).isEqualTo(life.mails.size());
  }

  @Test
  void aDirectoryInUseIsRefused() throws IOException {
    life.live(disk, SEGMENT, 5);
    Closeable lock = disk.lock();

    assertThatThrownBy(() -> Contents.read(disk, false)).hasMessageContaining("in use");
    assertThat(Contents.read(disk, true).faults()).isEmpty();

    lock.close();
  }

  @Test
  void aMissingSegmentIsNamed() throws IOException {
    life.live(disk, SEGMENT, 150);
    List<String> segments = disk.list().stream().filter(name -> name.endsWith(".seg")).toList();
    String gone = segments.get(segments.size() - 2);
    disk.delete(gone);

    assertThat(Contents.read(disk, false).faults())
        .extracting(Fault::toString)
        .contains("memory/" + gone + " at offset 0: the file is missing");
  }

  @Test
  void aMissingKeyIsDamage() throws IOException {
    life.live(disk, SEGMENT, 5);
    disk.delete("store.key");

    Contents contents = Contents.read(disk, false);

    assertThat(contents.isDamaged()).isTrue();
    assertThat(contents.faults().get(0).what()).contains("store.key is missing");
  }

  @Test
  void anUnfinishedCommitIsTornNotDamaged() throws Exception {
    // A crash of the process: everything written is there, but the last group only in part.
    MemoryDisk crashed;
    try (var store = StoreLife.open(disk, SEGMENT)) {
      store.accept("acme", "first");
      CompletableFuture<MemoryDisk> copy = new CompletableFuture<>();
      // On the store's thread, which writes an empty group behind the last one after a while.
      store.store.accept(
          store.message("acme", "4917000", "second"),
          new AcceptCallback() {
            @Override
            public void accepted(long key, String messageId, @Nullable Object attachment) {
              copy.complete(disk.copy());
            }

            @Override
            public void refused(StoreFailure why, @Nullable Object attachment) {
              copy.completeExceptionally(new AssertionError(why));
            }
          });
      crashed = copy.get(60, TimeUnit.SECONDS);
    }
    byte[] bytes = crashed.bytes("0000000001.seg");
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    Arrays.fill(bytes, end - 16, end, (byte) 0);
    crashed.put("0000000001.seg", bytes);

    Contents contents = Contents.read(crashed, false);

    assertThat(contents.isTorn()).isTrue();
    assertThat(contents.isDamaged()).isFalse();
    assertThat(contents.pending.messages.size()).isEqualTo(1);
    assertThat(contents.faults()).extracting(Fault::what).containsExactly("unfinished commit");
  }

  @Test
  void aNewestSegmentThatIsCutOrMissingIsDamage() throws IOException {
    life.live(disk, SEGMENT, 40);
    life.live(disk, SEGMENT, 10);
    List<String> segments = disk.list().stream().filter(name -> name.endsWith(".seg")).toList();
    String last = segments.get(segments.size() - 1);
    byte[] bytes = disk.bytes(last);
    for (int length = 0; length < bytes.length; length += 37) {
      MemoryDisk cut = disk.copy();
      cut.put(last, Arrays.copyOf(bytes, length));
      assertThat(isDamaged(cut)).as("cut at %d", length).isTrue();
      assertThat(opens(cut)).as("cut at %d", length).isFalse();
    }
    MemoryDisk without = disk.copy();
    without.delete(last);

    Contents contents = Contents.read(without, false);

    assertThat(contents.isDamaged()).isTrue();
    assertThat(contents.faults().get(0).file()).endsWith(last);
    assertThat(contents.faults().get(0).what()).isEqualTo("the file is missing");
    assertThat(opens(without)).isFalse();
  }

  /** The check is right when it says what an opening says. */
  @Test
  void itRefusesWhatTheStoreRefuses() throws IOException {
    life.live(disk, SEGMENT, 40);
    life.live(disk, SEGMENT, 10);
    Random random = new Random(7);
    int refused = 0;
    for (String name : disk.list()) {
      byte[] bytes = disk.bytes(name);
      for (int at = 0; at < bytes.length; at += 1 + random.nextInt(5)) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        MemoryDisk damaged = disk.copy();
        damaged.put(name, changed);
        String verdict = name + " at " + at;

        boolean damage = isDamaged(damaged);

        boolean opens = opens(damaged.copy());
        assertThat(damage).as(verdict).isEqualTo(!opens);
        refused += opens ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static boolean isDamaged(MemoryDisk disk) {
    try {
      return Contents.read(disk, false).isDamaged();
    } catch (IOException e) {
      // Another version, in words.
      return true;
    }
  }

  private static boolean opens(MemoryDisk disk) {
    try {
      StoreLife.open(disk, SEGMENT).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
