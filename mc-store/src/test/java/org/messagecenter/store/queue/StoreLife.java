package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.messagecenter.store.journal.Disk;

/** Some life in a store, and what must be in it afterwards. */
public final class StoreLife {

  /** Texts of the messages that must be pending, by key. */
  public final TreeMap<Long, String> pending = new TreeMap<>();

  /** The message ids, by key, of the ended ones too. */
  public final Map<Long, String> ids = new HashMap<>();

  /** The carriers' ids of pending messages that have one. */
  public final Map<Long, String> carrierIds = new HashMap<>();

  /** The keys of messages that ended. */
  public final Set<Long> ended = new HashSet<>();

  /** Texts of the mails that must be waiting. */
  public final Set<String> mails = new HashSet<>();

  private final Random random;
  private int count;

  public StoreLife(long seed) {
    random = new Random(seed);
  }

  /** A store on any disk, started. */
  public static StoreProbe open(Disk disk, int segmentBytes) throws IOException {
    TestClock clock = new TestClock();
    StoreSettings settings =
        StoreSettings.defaults(Path.of("memory"))
            .withSegmentBytes(segmentBytes)
            .withSpareSegments(0)
            .withCommits(0, 0)
            .withClock(clock);
    return new StoreProbe(JournalStore.open(settings, disk), clock).start();
  }

  /** One opening of the store, with that many things done. */
  public void live(Disk disk, int segmentBytes, int steps) throws IOException {
    try (StoreProbe store = open(disk, segmentBytes)) {
      for (int step = 0; step < steps; step++) {
        step(store);
      }
      store.settle();
    }
  }

  private void step(StoreProbe store) {
    int dice = random.nextInt(10);
    if (dice < 5 || pending.size() < 3) {
      accept(store);
    } else if (dice < 7) {
      finish(store, random.nextBoolean());
    } else if (dice < 9) {
      long key = any();
      String id = "carrier-" + count++;
      store.store.attempted(key, 1, TestClock.START + 3_600_000, new CarrierId("tel", id));
      carrierIds.put(key, id);
    } else {
      String text = "mo " + count++;
      store.post(store.mail("acme", text));
      mails.add(text);
    }
    store.clock.advance(Duration.ofMillis(random.nextInt(20)));
  }

  private void accept(StoreProbe store) {
    List<NewMessage> recipients = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    boolean shortId = random.nextInt(4) == 0;
    int wanted = random.nextInt(5) == 0 ? 3 : 1;
    for (int i = 0; i < wanted; i++) {
      texts.add("message " + count + ", " + "x".repeat(random.nextInt(60)));
      recipients.add(store.tagged("49170" + count++, texts.get(i), random.nextInt(), shortId));
    }
    StoreProbe.Accepted accepted = store.acceptAll(recipients);
    for (int i = 0; i < wanted; i++) {
      pending.put(accepted.key() + i, texts.get(i));
      ids.put(accepted.key() + i, accepted.id());
    }
  }

  private void finish(StoreProbe store, boolean receipt) {
    long key = any();
    String text = "receipt " + count++;
    assertThat(store.finish(key, receipt ? store.mail("acme", text) : null)).isEqualTo(true);
    pending.remove(key);
    carrierIds.remove(key);
    ended.add(key);
    if (receipt) {
      mails.add(text);
    }
  }

  private long any() {
    int index = random.nextInt(pending.size());
    return pending.keySet().stream().skip(index).findFirst().orElseThrow();
  }

  /** Which of the messages that must be pending are not, or are others. */
  public Set<Long> missing(StoreProbe store) {
    Set<Long> missing = new HashSet<>();
    for (Map.Entry<Long, String> entry : pending.entrySet()) {
      StoredMessage found = store.find(entry.getKey());
      if (found == null || !text(found).equals(entry.getValue())) {
        missing.add(entry.getKey());
      }
    }
    return missing;
  }

  /** Which of those that ended are pending again. */
  public Set<Long> revived(StoreProbe store) {
    Set<Long> revived = new HashSet<>();
    for (long key : ended) {
      if (store.find(key) != null) {
        revived.add(key);
      }
    }
    return revived;
  }

  /** Everything is there, with its id and its carrier's, and nothing else. */
  public void assertWhole(StoreProbe store) {
    assertThat(missing(store)).isEmpty();
    assertThat(revived(store)).isEmpty();
    assertThat(store.store.stats().recoveredMessages()).isEqualTo(pending.size());
    for (long key : pending.keySet()) {
      assertThat(store.lookup(ids.getOrDefault(key, "")).pending())
          .extracting(StoredMessage::key)
          .contains(key);
    }
    for (long key : ended) {
      assertThat(store.lookup(ids.getOrDefault(key, "")).ended())
          .extracting(EndedMessage::key)
          .contains(key);
    }
    carrierIds.forEach(
        (key, id) -> {
          StoredMessage found = store.findByCarrierId("tel", id);
          assertThat(found == null ? 0 : found.key()).isEqualTo(key);
        });
    assertThat(waiting(store)).isEqualTo(mails);
  }

  /** The texts of all mails that wait for the account. */
  public static Set<String> waiting(StoreProbe store) {
    store.store.requestMail("acme", 100_000);
    Set<String> texts = new HashSet<>();
    for (long i = store.store.stats().recoveredMails(); i > 0; i--) {
      texts.add(StoreProbe.text(store.takeMail().body()));
    }
    return texts;
  }

  private static String text(StoredMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }
}
