package org.messagecenter.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.account.AccountSettings;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.broadcast.BroadcastSettings;
import org.messagecenter.server.capture.CaptureSettings;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.correlate.CorrelateSettings;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.esme.EsmeSettings;
import org.messagecenter.server.history.HistorySettings;
import org.messagecenter.server.inbound.InboundSettings;
import org.messagecenter.server.listen.ListenSettings;
import org.messagecenter.server.listen.TlsSettings;
import org.messagecenter.server.mailbox.MailSettings;
import org.messagecenter.server.metric.CongestionSettings;
import org.messagecenter.server.outbind.OutbindSettings;
import org.messagecenter.server.pace.Rate;
import org.messagecenter.server.queue.QueueSettings;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.server.simulate.Scenario;
import org.messagecenter.server.submit.SubmitSettings;
import org.messagecenter.server.upstream.CarrierSettings;
import org.messagecenter.server.upstream.CarriersSettings;
import org.messagecenter.store.queue.StoreSettings;

/** Everything the message center is started with: one record of each feature, read once. */
public record ServerSettings(
    ListenSettings listen,
    TlsSettings tls,
    SessionSettings session,
    CongestionSettings congestion,
    EsmeSettings esme,
    AccountSettings accounts,
    SubmitSettings submit,
    DeliverSettings deliver,
    CorrelateSettings correlate,
    RouteSettings routes,
    MailSettings mailbox,
    StoreSettings store,
    Scenario scenario,
    BroadcastSettings broadcast,
    InboundSettings inbound,
    OutbindSettings outbind,
    CarriersSettings carriers,
    CaptureSettings capture,
    HistorySettings history,
    AdminSettings admin) {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int LARGEST_WINDOW = 100_000;
  private static final int V5_0 = 0x50;
  private static final int KIB = 1024;
  private static final int GIB = 1024 * 1024 * 1024;
  private static final Duration LONGEST_ARCHIVE = Duration.ofDays(3650);
  private static final long LARGEST_ARCHIVE = 64L * GIB;

  /** Reads all features; problems are noted in the section, to be thrown by its verify(). */
  public static ServerSettings from(Section root) {
    AccountSettings accounts =
        AccountSettings.from(root.section("accounts"), root.section("policy"));
    CarriersSettings carriers = CarriersSettings.from(root.section("carriers"));
    MailSettings mailbox = MailSettings.from(root.section("mailbox"));
    Path directory = root.section("store").file("directory");
    Predicate<String> isAccount = name -> accounts.book().find(name).isPresent();
    return new ServerSettings(
        ListenSettings.from(root.section("listen")),
        TlsSettings.from(root.section("tls")),
        session(root.section("session")),
        CongestionSettings.from(root.section("session")),
        EsmeSettings.from(root.section("esme")),
        accounts,
        SubmitSettings.from(root.section("submit")),
        DeliverSettings.from(root.section("deliver")),
        CorrelateSettings.from(root.section("receipt-matching")),
        RouteSettings.from(root.section("routes"), carriers.names(), isAccount),
        mailbox,
        store(root.section("store"), mailbox),
        Scenario.from(root.section("scenario")),
        BroadcastSettings.from(root.section("broadcast")),
        InboundSettings.from(root.section("inbound"), accounts.book(), carriers.names()),
        OutbindSettings.from(root.section("outbind")),
        carriers,
        CaptureSettings.from(
            root.section("capture"), isAccount.or(name -> carriers.names().contains(name))),
        HistorySettings.from(root.section("history"), directory),
        AdminSettings.from(root.section("admin"), directory));
  }

  /** How the queue before a carrier goes. */
  QueueSettings queueOf(String carrier) {
    long reroute = deliver.rerouteAfter().toMillis();
    for (CarrierSettings each : carriers.carriers()) {
      if (each.name().equals(carrier)) {
        CarrierSettings.Pace pace = each.pace();
        return new QueueSettings(
            new Rate(pace.rate(), pace.burst()),
            pace.count() == CarrierSettings.Count.SEGMENT,
            reroute);
      }
    }
    return new QueueSettings(Rate.UNLIMITED, false, reroute);
  }

  /** What data_coding means in what a carrier sends; null for what is no carrier. */
  @Nullable Dialect codingOf(String carrier) {
    for (CarrierSettings each : carriers.carriers()) {
      if (each.name().equals(carrier)) {
        return each.dialect().coding();
      }
    }
    return null;
  }

  private static SessionSettings session(Section s) {
    return new SessionSettings(
        s.duration("session-init", Duration.ofMillis(1), LONGEST),
        s.duration("enquire-link", Duration.ZERO, LONGEST),
        s.duration("inactivity", Duration.ZERO, LONGEST),
        s.duration("response", Duration.ofMillis(1), LONGEST),
        new SessionLimits(
            s.integer("window", 1, LARGEST_WINDOW),
            s.integer("inbound-window", 0, LARGEST_WINDOW),
            s.oneOf("inbound-excess", InboundExcess.class)),
        V5_0);
  }

  private static StoreSettings store(Section s, MailSettings mailbox) {
    StoreSettings defaults = StoreSettings.defaults(s.file("directory"));
    Section archive = s.section("archive");
    Duration spacing = s.duration("commit-spacing", Duration.ZERO, Duration.ofMillis(20));
    return defaults
        .withSegmentBytes((int) s.bytesOrAuto("segment-size", 64 * KIB, GIB, StoreSettings.AUTO))
        .withSpareSegments(s.integerOrAuto("spare-segments", 0, 16, StoreSettings.AUTO))
        .withCommits((int) (spacing.toNanos() / 1000), defaults.lazyDelayMillis())
        .withSpace(
            s.bytesOrAuto("reserve", 0, Long.MAX_VALUE, StoreSettings.AUTO), defaults.queueBytes())
        .withArchive(
            archive.duration("max-age", Duration.ofMinutes(1), LONGEST_ARCHIVE).toMillis(),
            archive.bytes("max-size", 0, LARGEST_ARCHIVE))
        .withFingerprints(s.integer("fingerprints", 0, 1 << 26))
        .withCheckpoints(
            s.bytes("checkpoint", 0, Long.MAX_VALUE),
            s.bytes("background-rate", 1024 * KIB, Long.MAX_VALUE))
        .withMailbox(mailbox.maxCount(), mailbox.maxBytes(), mailbox.expiry().toMillis());
  }
}
