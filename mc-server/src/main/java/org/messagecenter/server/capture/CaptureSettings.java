package org.messagecenter.server.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.server.config.Section;

/**
 * What is recorded, and where to.
 *
 * @param accounts the system_ids, and names of carriers, whose sessions are recorded; {@value #ALL}
 *     stands for every session, bound or not
 * @param sessions numbers of single connections, as the log prints them, to record in any case
 * @param directory where the files are kept
 * @param maxBytes largest size of a file in octets
 * @param files how many are kept; the oldest goes when a new one begins
 * @param queueBytes octets that may wait to be written
 */
public record CaptureSettings(
    Set<String> accounts,
    Set<Long> sessions,
    Path directory,
    long maxBytes,
    int files,
    long queueBytes) {

  /** The word that takes the place of an account to record every session. */
  public static final String ALL = "all";

  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");
  private static final long KIB = 1024;
  private static final long GIB = KIB * KIB * KIB;

  /**
   * Reads the section {@code capture}.
   *
   * @param known whether there is an account of this system_id, or a carrier of this name
   */
  public static CaptureSettings from(Section s, Predicate<String> known) {
    List<String> accounts = s.strings("accounts");
    for (String account : accounts) {
      if (!account.equals(ALL) && !known.test(account)) {
        s.problem(
            "accounts",
            "must name accounts of the accounts file, carriers of the carriers file, or all: "
                + account);
      }
    }
    return new CaptureSettings(
        Set.copyOf(accounts),
        s.strings("sessions", NUMBER, "a session's number, from 1").stream()
            .map(Long::valueOf)
            .collect(Collectors.toUnmodifiableSet()),
        s.file("directory"),
        s.bytes("max-bytes", 64 * KIB, 1024 * GIB),
        s.integer("files", 1, 10_000),
        s.bytes("queue", 64 * KIB, GIB));
  }

  /** Whether anything is to be recorded. */
  public boolean on() {
    return !accounts.isEmpty() || !sessions.isEmpty();
  }

  /** What is recorded and where to, for the operator. */
  public String describe() {
    Set<String> names = new TreeSet<>(accounts);
    sessions.forEach(id -> names.add("#" + id));
    return String.join(", ", names) + " into " + directory;
  }

  /** Whether a session is recorded whoever binds. */
  boolean session(long id) {
    return accounts.contains(ALL) || sessions.contains(id);
  }

  /** Whether the sessions of an account or carrier are recorded. */
  boolean account(String systemId) {
    return accounts.contains(systemId);
  }
}
