package org.messagecenter.server.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.messagecenter.server.admin.AdminAnswer;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.store.queue.MessageIds;

/**
 * Who sent what from a mobile: nobody is told the ids of such messages, so they are noted in a
 * history of their sender. Its key is a keyed hash of the number, for steps hold no numbers.
 */
public final class Senders {
  private static final int KEY_PURPOSE = 3;

  private final byte[] secret;

  /**
   * Keys that mean something in the store of these ids, for as long as it lives.
   *
   * @param ids of the store
   */
  public Senders(MessageIds ids) {
    this.secret = ids.derivedKey(KEY_PURPOSE);
  }

  /** The key of a sender's history; no message has it. A leading plus does not count. */
  public long key(String number) {
    String digits = number.startsWith("+") ? number.substring(1) : number;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      byte[] hash = digest.digest(digits.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong() | Long.MIN_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** {@code message from}, to be given to the admin desk. */
  public AdminCommand command(MessageHistory history) {
    return new AdminCommand(
        "message from",
        "NUMBER",
        "What came from a mobile: the messages' ids, and what was refused.",
        (words, answer) -> list(words, history, answer));
  }

  private int list(List<String> words, MessageHistory history, AdminAnswer answer)
      throws Exception {
    if (words.size() != 1) {
      return AdminCommand.USAGE;
    }
    List<String> lines;
    try {
      lines = history.timeline(key(words.get(0)));
    } catch (ExecutionException | TimeoutException e) {
      answer.line("no history: " + MessageHistory.why(e));
      return AdminCommand.FAILED;
    }
    if (lines.isEmpty()) {
      answer.line("nothing is known to have come from this number");
      return AdminCommand.FAILED;
    }
    for (String line : lines) {
      answer.line(line);
    }
    return AdminCommand.OK;
  }
}
