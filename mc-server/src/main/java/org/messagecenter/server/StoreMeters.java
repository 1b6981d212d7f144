package org.messagecenter.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoreStats;

/** The store's counters as meters; here, because the store knows no metrics library. */
final class StoreMeters {
  private static final double NANOS_PER_MICRO = 1000.0;

  private StoreMeters() {}

  static void register(MessageStore store, MeterRegistry registry) {
    gauge(store, registry, "mc.store.pending", "messages not finished", StoreStats::pending);
    gauge(store, registry, "mc.store.in.flight", "of these, at an outlet", StoreStats::inFlight);
    gauge(store, registry, "mc.store.parked", "of these, in a carrier's line", StoreStats::parked);
    gauge(
        store,
        registry,
        "mc.store.mail",
        "mail not yet taken",
        s -> s.mailboxes().values().stream().mapToInt(Integer::intValue).sum());
    gauge(store, registry, "mc.store.journal.bytes", "octets on disk", StoreStats::journalBytes);
    gauge(
        store,
        registry,
        "mc.store.disk.bytes",
        "octets of all files of the journal",
        StoreStats::diskBytes);
    gauge(
        store,
        registry,
        "mc.store.reserved.bytes",
        "octets kept for when the disk is full",
        StoreStats::reservedBytes);
    gauge(store, registry, "mc.store.full", "1: new messages are refused", s -> s.full() ? 1 : 0);
    gauge(store, registry, "mc.store.live.bytes", "of these, needed", StoreStats::liveBytes);
    gauge(
        store,
        registry,
        "mc.store.sync.p50.micros",
        "median time of write and sync",
        s -> s.sync().p50Nanos() / NANOS_PER_MICRO);
    gauge(
        store,
        registry,
        "mc.store.sync.p99.micros",
        "99th percentile of write and sync",
        s -> s.sync().p99Nanos() / NANOS_PER_MICRO);
    gauge(
        store,
        registry,
        "mc.store.commit.records",
        "records in a commit, on average",
        s -> s.commits() == 0 ? 0 : (double) s.records() / s.commits());
    counter(store, registry, "mc.store.commits", "groups synced", StoreStats::commits);
    counter(store, registry, "mc.store.records", "records written", StoreStats::records);
    counter(store, registry, "mc.store.written.bytes", "octets written", StoreStats::bytesWritten);
    counter(
        store, registry, "mc.store.checkpoints", "checkpoints written", StoreStats::checkpoints);
    gauge(
        store,
        registry,
        "mc.store.checkpoint.bytes",
        "octets of the last checkpoint",
        StoreStats::checkpointBytes);
    gauge(
        store,
        registry,
        "mc.store.archive.bytes",
        "octets of ended messages",
        s -> s.archive().bytes());
    gauge(
        store,
        registry,
        "mc.store.archive.entries",
        "ended messages on disk",
        s -> s.archive().entries());
    counter(
        store,
        registry,
        "mc.store.archive.lost",
        "ended messages that were not archived",
        s -> s.archive().lost());
    counter(
        store,
        registry,
        "mc.store.archive.failures",
        "archive files that could not be written",
        s -> s.archive().failures());
    counter(
        store,
        registry,
        "mc.store.archive.set.aside",
        "archive files found damaged",
        s -> s.archive().setAside());
    counter(store, registry, "mc.store.moved.bytes", "of these, moved", StoreStats::bytesMoved);
    counter(
        store,
        registry,
        "mc.store.unprepared.segments",
        "segments made on the spot",
        StoreStats::unpreparedSegments);
    counter(
        store, registry, "mc.store.mail.expired", "mail kept too long", StoreStats::mailsExpired);
    counter(
        store, registry, "mc.store.mail.dropped", "mail over the cap", StoreStats::mailsDropped);
  }

  private static void gauge(
      MessageStore store,
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreStats> value) {
    Gauge.builder(name, store, s -> value.applyAsDouble(s.stats()))
        .description(description)
        .register(registry);
  }

  private static void counter(
      MessageStore store,
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<StoreStats> value) {
    FunctionCounter.builder(name, store, s -> value.applyAsDouble(s.stats()))
        .description(description)
        .register(registry);
  }
}
