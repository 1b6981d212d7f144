package org.messagecenter.server.capture;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.listen.Tap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the sessions that the settings choose, from the start of the process to its end. */
public final class LiveCapture implements Tap, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveCapture.class);

  private static final Duration STOP_TIME = Duration.ofSeconds(2);

  private final CaptureSettings settings;
  private final CaptureThread thread;
  private final LongSupplier micros;

  private LiveCapture(CaptureSettings settings, CaptureThread thread, LongSupplier micros) {
    this.settings = settings;
    this.thread = thread;
    this.micros = micros;
  }

  /**
   * Begins the first file.
   *
   * @param micros the wall clock, in microseconds since 1970
   * @throws IOException when the directory cannot be used; the message names it
   */
  public static LiveCapture start(
      CaptureSettings settings, MeterRegistry registry, LongSupplier micros) throws IOException {
    return start(settings, registry, micros, STOP_TIME);
  }

  /**
   * @param stopTime how long {@link #close} waits for what is still to be written
   */
  static LiveCapture start(
      CaptureSettings settings, MeterRegistry registry, LongSupplier micros, Duration stopTime)
      throws IOException {
    CaptureFiles files =
        new CaptureFiles(
            settings.directory(),
            settings.maxBytes(),
            settings.files(),
            Instant.ofEpochSecond(micros.getAsLong() / 1_000_000));
    try {
      files.writer(0);
      files.flush();
    } catch (IOException e) {
      throw new IOException("Cannot record into " + settings.directory() + ": " + e, e);
    }
    CaptureThread thread;
    try {
      thread =
          new CaptureThread(files, settings.queueBytes(), new CaptureCounters(registry), stopTime);
      thread.start();
    } catch (RuntimeException | Error e) {
      files.close();
      throw e;
    }
    log.warn(
        "Sessions are recorded with the texts and numbers of their messages, into {}",
        settings.directory());
    return new LiveCapture(settings, thread, micros);
  }

  @Override
  public Tap.@Nullable Listening opened(
      long id,
      @Nullable InetSocketAddress remote,
      @Nullable InetSocketAddress local,
      boolean tls,
      boolean calling) {
    boolean chosen = settings.session(id);
    if (!chosen && settings.accounts().isEmpty()) {
      return null;
    }
    Recorded session = new Recorded(id, remote, local, tls, calling, micros.getAsLong());
    return new SessionTap(session, settings, thread, micros, chosen);
  }

  /**
   * Writes what waits, for a while, and closes the file; sessions that go on are not recorded any
   * more.
   */
  @Override
  public void close() {
    thread.close();
  }
}
