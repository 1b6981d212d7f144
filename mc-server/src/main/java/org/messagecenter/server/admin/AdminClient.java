package org.messagecenter.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the running server, from another process. */
public final class AdminClient {

  /** How long the server may be silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern END = Pattern.compile("end ([0-9]{1,3})");
  private static final int BUFFER = 64 * 1024;

  private AdminClient() {}

  /**
   * Asks, and hands each line of the answer over.
   *
   * @return the status, see {@link AdminCommand}
   * @throws IOException saying what to do, when there is no server or its answer breaks off
   */
  public static int ask(Path socket, List<String> words, Consumer<String> lines)
      throws IOException {
    String line = Words.join(words);
    byte[] request = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (line.chars().anyMatch(Character::isISOControl) || request.length > AdminDesk.MOST_REQUEST) {
      throw new IOException(
          "a request is one line of at most " + AdminDesk.MOST_REQUEST + " octets");
    }
    try (TimedChannel channel = connect(socket)) {
      return talk(channel, request, lines);
    }
  }

  static int talk(TimedChannel channel, byte[] request, Consumer<String> lines) throws IOException {
    send(channel, request);
    return read(channel, lines);
  }

  /** A server that refuses at once may close before it has read; then its answer says why. */
  private static void send(TimedChannel channel, byte[] request) throws IOException {
    try {
      channel.write(ByteBuffer.wrap(request), TimedChannel.deadline(PATIENCE));
    } catch (IOException e) {
      // The pipe is broken, as a rule. The answer is there, or is missed.
    }
  }

  /** A server that closes with something unread resets the connection behind its answer. */
  private static int next(TimedChannel channel, ByteBuffer into) throws IOException {
    try {
      return channel.read(into, TimedChannel.deadline(PATIENCE));
    } catch (SocketException e) {
      return -1;
    }
  }

  private static TimedChannel connect(Path socket) throws IOException {
    if (!Files.exists(socket)) {
      throw new IOException("no server is running: there is no socket " + socket);
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(SocketFile.address(socket)));
      return new TimedChannel(channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "no server answers at " + socket + " (" + e.getMessage() + "); is it running, as you?",
          e);
    }
  }

  private static int read(TimedChannel channel, Consumer<String> lines) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(BUFFER);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    // The last line is kept back: it may be the end.
    String last = null;
    while (next(channel, octets.clear()) >= 0) {
      for (int i = 0; i < octets.position(); i++) {
        byte octet = octets.get(i);
        if (octet != '\n') {
          line.write(octet);
          continue;
        }
        if (last != null) {
          lines.accept(last);
        }
        last = line.toString(StandardCharsets.UTF_8);
        line.reset();
      }
    }
    Matcher end = END.matcher(last == null ? "" : last);
    if (line.size() > 0 || !end.matches()) {
      if (last != null) {
        lines.accept(last);
      }
      throw new IOException("the server's answer broke off");
    }
    return Integer.parseInt(end.group(1));
  }
}
