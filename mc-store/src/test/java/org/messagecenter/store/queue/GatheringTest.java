package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalSettings;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.Shortcut;

/** What is told of several messages is true of one moment, whenever each of them was read. */
class GatheringTest {
  private static final long FIRST = 1 << 9;
  private static final long SECOND = 2 << 9;
  private static final int LENGTH = 100;
  private static final Question.ByAddress WANTED =
      new Question.ByAddress("acme", "49170", 0, 0, 10);

  private final MemoryDisk disk = new MemoryDisk();
  private final Ended ended = new Ended(disk, StoreSettings.defaults(Path.of("memory")).archive());
  private final Messages messages = new Messages(new LiveBytes(), 16);
  private final FindAnswers answers = new FindAnswers();
  private final List<String> told = new ArrayList<>();
  private Journal journal;
  private Finder finder;

  private final LookupCallback callback =
      new LookupCallback() {
        @Override
        public void found(List<StoredMessage> pending, List<EndedMessage> over) {
          told.add(pending.stream().map(StoredMessage::messageId).toList().toString());
        }

        @Override
        public void failed(StoreFailure why) {
          told.add(why.toString());
        }
      };

  @BeforeEach
  void open() throws IOException {
    journal =
        Journal.open(
            disk,
            new JournalSettings(1 << 20, 0, new TestClock()),
            (position, payload, writtenAt) -> {},
            Shortcut.NONE);
    MessageNames names = new MessageNames(ended.load(true));
    finder = new Finder(journal, messages, names, ended, new Inbox(1 << 20));
    written(FIRST, 1_000);
    written(SECOND, 2_000);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  private int written(long key, int offset) {
    long position = Position.of(1, offset);
    return messages.put(key, position, LENGTH, 0, 0, Long.MAX_VALUE, 0, 0, 77);
  }

  private static StoredMessage read(long key, String destination) {
    return new StoredMessage(
        key,
        key == FIRST ? "first" : "second",
        "acme",
        destination,
        MessageKind.MT,
        MessageState.ENROUTE,
        0,
        0,
        0,
        Long.MAX_VALUE,
        false,
        null,
        0,
        new byte[10]);
  }

  private static StoredMessage read(long key) {
    return read(key, "49170");
  }

  private Gathering gathering(int awaited) {
    Question.Several several = new Question.Several(WANTED, callback, null);
    return new Gathering(
        finder, answers, messages, ended, several, ended.archive.version(), awaited, -1);
  }

  @Test
  void allAreToldTogetherTheOldestFirst() {
    Gathering gathering = gathering(2);
    gathering.found(read(SECOND));
    assertThat(told).isEmpty();
    gathering.found(read(FIRST));
    assertThat(told).containsExactly("[first, second]");
    assertThat(answers.take()).as("one answer, however many were read").isEqualTo(1);
  }

  @Test
  void whereNothingIsFoundThatIsTold() {
    gathering(0).complete();
    Gathering gathering = gathering(1);
    gathering.found(null);
    assertThat(told).containsExactly("[]", "[]");
  }

  /** Two addresses may have one hash. */
  @Test
  void anotherAddressIsNotMeant() {
    Gathering gathering = gathering(2);
    gathering.found(read(FIRST, "49171"));
    gathering.found(read(SECOND));
    assertThat(told).containsExactly("[second]");
  }

  @Test
  void whatEndsMeanwhileIsNotTold() {
    Gathering gathering = gathering(2);
    gathering.found(read(FIRST));
    messages.remove(messages.table.find(FIRST));
    gathering.found(read(SECOND));
    assertThat(told).containsExactly("[second]");
  }

  @Test
  void whatIsWrittenAgainMeanwhileIsReadAgain() {
    Gathering gathering = gathering(2);
    gathering.found(read(FIRST));
    written(FIRST, 3_000);
    gathering.found(read(SECOND));
    assertThat(told).as("until it is read").isEmpty();
    assertThat(finder.isEmpty()).as("it is asked for").isFalse();
    gathering.found(read(FIRST));
    assertThat(told).containsExactly("[first, second]");
  }

  @Test
  void aMessageThatIsSentMeanwhileIsNotToBeChangedAnyMore() {
    Gathering gathering = gathering(2);
    gathering.found(read(FIRST));
    messages.table.state(messages.table.find(FIRST), MessageTable.IN_FLIGHT);
    gathering.found(read(SECOND));
    assertThat(told).containsExactly("[second]");
  }

  @Test
  void oneFailureForAll() {
    Gathering gathering = gathering(2);
    gathering.found(read(FIRST));
    gathering.failed(StoreFailure.CLOSED);
    assertThat(told).containsExactly("CLOSED");
    assertThat(answers.take()).isEqualTo(1);
  }
}
