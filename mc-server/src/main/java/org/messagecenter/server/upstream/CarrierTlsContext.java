package org.messagecenter.server.upstream;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.messagecenter.server.listen.ClientTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS context of a carrier's new connections. Reads files: not for event loops. */
final class CarrierTlsContext {
  private static final Logger log = LoggerFactory.getLogger(CarrierTlsContext.class);

  private final String carrier;
  private final CarrierTls settings;
  private SslContext context;
  private List<FileState> files;

  /** Enough of a file to see that it is another one now. */
  private record FileState(Path path, long modified, long size) {
    static FileState of(Path path) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileState(path, found.lastModifiedTime().toMillis(), found.size());
      } catch (IOException e) {
        return new FileState(path, 0, -1);
      }
    }
  }

  /**
   * @throws IOException when a file cannot be used; the message names it
   */
  CarrierTlsContext(String carrier, CarrierTls settings) throws IOException {
    this.carrier = carrier;
    this.settings = settings;
    // Before the reading: what changes meanwhile is then seen as changed.
    this.files = states();
    this.context = load();
  }

  /** Made of the files as they are now; of those before, when these cannot be used. */
  synchronized SslContext current() {
    List<FileState> now = states();
    if (!now.equals(files)) {
      files = now;
      try {
        context = load();
        log.info("{}: the TLS files were read again", carrier);
      } catch (IOException e) {
        log.warn(
            "{}: the TLS files cannot be used, those before serve on: {}", carrier, e.getMessage());
      }
    }
    return context;
  }

  private SslContext load() throws IOException {
    return ClientTls.context(settings.trust(), settings.verifyHost(), settings.identity());
  }

  private List<FileState> states() {
    List<FileState> states = new ArrayList<>();
    Stream.concat(
            settings.trust().stream(),
            settings.identity().stream().flatMap(own -> Stream.of(own.certificate(), own.key())))
        .forEach(path -> states.add(FileState.of(path)));
    return states;
  }
}
