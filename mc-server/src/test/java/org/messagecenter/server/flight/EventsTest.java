package org.messagecenter.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who records with the JDK's own tools. */
class EventsTest {
  @TempDir private Path directory;

  /** The events of that type; those of others may be of other tests. */
  private List<RecordedEvent> recorded(
      Class<? extends Event> type, boolean enabled, Runnable action) throws IOException {
    Path file = directory.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      if (enabled) {
        recording.enable(type);
      } else {
        recording.disable(type);
      }
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    String name = EventType.getEventType(type).getName();
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  @Test
  void theStepsOfASessionAreShown() throws IOException {
    List<RecordedEvent> events =
        recorded(
            SessionEvent.class,
            true,
            () -> {
              SessionEvent.record(7, "acme", "transceiver");
              SessionEvent.record(7, "acme", "unbound");
            });
    assertThat(events)
        .extracting(
            event -> event.getEventType().getName(),
            event -> event.getLong("connection"),
            event -> event.getString("account"),
            event -> event.getString("step"))
        .containsExactly(
            tuple("org.messagecenter.Session", 7L, "acme", "transceiver"),
            tuple("org.messagecenter.Session", 7L, "acme", "unbound"));
    assertThat(events).allMatch(event -> event.getStackTrace() == null);
  }

  @Test
  void theCommitsOfTheStoreAreShown() throws IOException {
    List<RecordedEvent> events =
        recorded(CommitEvent.class, true, () -> CommitEvent.record(12, 3_400, 1_500_000, 5));
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getEventType().getName()).isEqualTo("org.messagecenter.Commit");
              assertThat(event.getInt("records")).isEqualTo(12);
              assertThat(event.getInt("bytes")).isEqualTo(3_400);
              assertThat(event.getDuration("sync")).isEqualTo(Duration.ofNanos(1_500_000));
              assertThat(event.getInt("pushes")).isEqualTo(5);
            });
  }

  @Test
  void whatIsNotAskedForIsNotRecorded() throws IOException {
    assertThat(recorded(CommitEvent.class, false, () -> CommitEvent.record(1, 1, 1, 1))).isEmpty();
  }
}
