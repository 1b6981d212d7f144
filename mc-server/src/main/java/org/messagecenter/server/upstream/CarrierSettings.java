package org.messagecenter.server.upstream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.CarrierDialects;

/**
 * One carrier as the carriers file has it.
 *
 * @param name names it in routes, log, metrics and receipts to come; unique
 * @param hosts tried in turn; the first host of a bind is the one that its number falls on
 * @param binds how many binds there are in all, whatever the number of hosts; with pairs, how many
 *     of each kind
 * @param bindAs whether a bind sends and receives, or one of a pair each
 * @param tls how the connections are protected; empty for plain TCP
 * @param login what the binds say about us
 * @param window requests that may wait for answers on one bind
 * @param timers of its sessions
 * @param reconnect the waits between two attempts to bind
 * @param pace how fast messages may go out over all its binds
 * @param onUnknown what becomes of a message that got no answer
 * @param askReceipt which receipts are asked of the carrier
 * @param validity what validity_period the carrier is told
 * @param dialect how it differs from the book
 */
public record CarrierSettings(
    String name,
    List<CarrierHost> hosts,
    int binds,
    BindAs bindAs,
    Optional<CarrierTls> tls,
    CarrierLogin login,
    int window,
    Timers timers,
    Reconnect reconnect,
    Pace pace,
    OnUnknown onUnknown,
    AskReceipt askReceipt,
    Validity validity,
    CarrierDialect dialect) {

  /** The longest name. */
  static final int LONGEST_NAME = 40;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_NAME + "}");
  private static final int MOST_BINDS = 1000;
  private static final int LARGEST_WINDOW = 100_000;
  private static final double HIGHEST_RATE = 1_000_000;

  /** Its deliver_sm that may wait for our store on one bind; it is read no further then. */
  private static final int INBOUND_WINDOW = 1000;

  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** What a bind is good for. */
  public enum BindAs {
    /** bind_transceiver: it sends and receives. */
    TRANSCEIVER,
    /** For each bind_transmitter a bind_receiver. */
    TRANSMITTER_RECEIVER
  }

  /** What a rate counts. */
  public enum Count {
    MESSAGE,
    /** Each submit_sm, be it a message or a part of one. */
    SEGMENT
  }

  /** What follows when a message left and nobody knows whether the carrier has it. */
  public enum OnUnknown {
    /** Another attempt; the handset may get the message twice. */
    RETRY,
    /** The message ends as UNKNOWN; it may have been delivered. */
    FAIL
  }

  /** Which receipts are asked of the carrier. */
  public enum AskReceipt {
    /** One for each message, of success and failure: so that each end is known. */
    ALWAYS,
    /** Only for messages whose sender asked for one. The others end when the carrier takes them. */
    AS_SUBMITTED
  }

  /** What the carrier is told of the end of the message's validity. */
  public enum Validity {
    /** What is left of it. */
    PASS,
    /** Nothing. */
    NONE
  }

  /**
   * The timers of a carrier's sessions.
   *
   * @param connect how long a connection may take to be made
   * @param enquireLink silence after which the carrier is asked for a sign of life; zero never asks
   * @param inactivity time without a transaction after which a bind is given up; zero never
   * @param response how long an answer may take
   */
  public record Timers(
      Duration connect, Duration enquireLink, Duration inactivity, Duration response) {
    static Timers from(Section s) {
      return new Timers(
          duration(s, "connect", LEAST, Duration.ofSeconds(10)),
          duration(s, "enquire-link", Duration.ZERO, Duration.ofSeconds(30)),
          duration(s, "inactivity", Duration.ZERO, Duration.ZERO),
          duration(s, "response", LEAST, Duration.ofSeconds(30)));
    }
  }

  /**
   * The waits between two attempts to bind.
   *
   * @param first after the first failure; doubles with each further one in a row
   * @param longest upper limit of that
   * @param refused after the carrier has said that it does not know us
   */
  public record Reconnect(Duration first, Duration longest, Duration refused) {
    static Reconnect from(Optional<Section> section) {
      return section
          .map(
              s ->
                  new Reconnect(
                      duration(s, "first", LEAST, Duration.ofSeconds(1)),
                      duration(s, "longest", LEAST, Duration.ofMinutes(1)),
                      duration(s, "refused", LEAST, Duration.ofMinutes(5))))
          .orElseGet(
              () ->
                  new Reconnect(
                      Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5)));
    }
  }

  /**
   * How fast messages may go out.
   *
   * @param rate a second over all binds of the carrier; 0 for no limit
   * @param burst how many may go at once when nothing went for a while, at least 1
   * @param count what is counted
   */
  public record Pace(double rate, int burst, Count count) {
    static Pace from(Section s) {
      double rate = s.has("rate") ? s.decimal("rate", 0, HIGHEST_RATE) : 0;
      int usual = Math.max(1, (int) Math.ceil(rate));
      return new Pace(
          rate,
          s.optionalInteger("burst", 1, (int) HIGHEST_RATE).orElse(usual),
          choice(s, "count", Count.class, Count.MESSAGE));
    }
  }

  public CarrierSettings {
    hosts = List.copyOf(hosts);
  }

  /** Reads an entry of the carriers file. */
  static CarrierSettings from(Section s) {
    return new CarrierSettings(
        s.string(
            "name", NAME, "1 to " + LONGEST_NAME + " letters, digits, dots, dashes, underscores"),
        CarrierHost.from(s, "hosts"),
        s.optionalInteger("binds", 1, MOST_BINDS).orElse(1),
        choice(s, "bind-as", BindAs.class, BindAs.TRANSCEIVER),
        CarrierTls.from(s),
        CarrierLogin.from(s),
        s.optionalInteger("window", 1, LARGEST_WINDOW).orElse(10),
        Timers.from(s),
        Reconnect.from(s.optionalSection("reconnect")),
        Pace.from(s),
        choice(s, "on-unknown", OnUnknown.class, OnUnknown.RETRY),
        choice(s, "ask-receipt", AskReceipt.class, AskReceipt.ALWAYS),
        choice(s, "validity", Validity.class, Validity.PASS),
        CarrierDialects.from(s));
  }

  private static Duration duration(Section s, String key, Duration least, Duration usual) {
    return s.has(key) ? s.duration(key, least, LONGEST) : usual;
  }

  private static <E extends Enum<E>> E choice(Section s, String key, Class<E> type, E usual) {
    return s.has(key) ? s.oneOf(key, type) : usual;
  }

  /** What its sessions are made with. */
  SessionSettings session() {
    return new SessionSettings(
        timers.connect().plus(timers.response()),
        timers.enquireLink(),
        timers.inactivity(),
        timers.response(),
        new SessionLimits(window, INBOUND_WINDOW, InboundExcess.HOLD),
        login.version());
  }
}
