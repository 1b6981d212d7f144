package org.messagecenter.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.store.journal.NioDisk;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.Fault;
import org.messagecenter.store.tool.FaultException;
import org.messagecenter.store.tool.ReadOnlyDisk;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which directory the commands of {@code mc store} read, and what they have in common. */
final class StoreLocation {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "The store's directory (default: the one in the configuration).")
  private @Nullable Path directory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (default: conf/message-center.conf).")
  private @Nullable Path config;

  /** What a command does with the directory; answers the exit status. */
  @FunctionalInterface
  interface Work {
    int run(ReadOnlyDisk disk) throws IOException;
  }

  /** Does the work; what goes wrong is a line and a status. */
  int work(Path home, PrintWriter err, Work work) throws ConfigException {
    Path found = directory == null ? configured(home) : directory;
    try {
      return work.run(new ReadOnlyDisk(found));
    } catch (FaultException e) {
      err.println(e.getMessage());
      return ExitStatus.BROKEN;
    } catch (NotDirectoryException e) {
      err.println(found + " is no directory");
      return ExitStatus.STORE_FAILED;
    } catch (IOException e) {
      err.println(e.getMessage());
      return ExitStatus.STORE_FAILED;
    }
  }

  private Path configured(Path home) throws ConfigException {
    ConfigSource source = ConfigSource.shipped(home);
    Path standard = home.resolve(ConfigOptions.DEFAULT_FILE);
    if (config != null) {
      source = source.withFile(config);
    } else if (Files.exists(standard)) {
      source = source.withFile(standard);
    }
    return source.load().section("store").file("directory");
  }

  /** A directory that is empty, made if it is missing. */
  static NioDisk empty(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> files = Files.list(target)) {
        if (files.findAny().isPresent()) {
          throw new IOException(target + " is not empty; nothing was written");
        }
      }
    }
    return new NioDisk(target);
  }

  /** Prints what is wrong, and answers the status that says so. */
  static int judge(Contents contents, PrintWriter err) {
    for (Fault fault : contents.faults()) {
      err.println(fault);
    }
    long more = contents.faultCount() - contents.faults().size();
    if (more > 0) {
      err.println("and " + more + " more");
    }
    if (contents.isDamaged() || contents.isImpaired()) {
      return ExitStatus.BROKEN;
    }
    return contents.isTorn() ? ExitStatus.TORN : ExitStatus.OK;
  }
}
