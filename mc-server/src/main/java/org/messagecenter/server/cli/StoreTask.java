package org.messagecenter.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.store.journal.NioDisk;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.Fault;
import org.messagecenter.store.tool.FaultException;
import org.messagecenter.store.tool.ReadOnlyDisk;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command of {@code mc store}: which directory it reads, and what becomes of what goes wrong. */
abstract class StoreTask implements Callable<Integer> {

  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigFile config = new ConfigFile();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "The store's directory (default: the one in the configuration).")
  private @Nullable Path directory;

  StoreTask(Path home) {
    this.home = home;
  }

  /** Does the work on the directory; answers the exit status. */
  abstract int work(ReadOnlyDisk disk) throws IOException;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Does the work; what goes wrong is a line and a status. */
  @Override
  public final Integer call() throws ConfigException {
    Path found = directory == null ? configured() : directory;
    try {
      return work(new ReadOnlyDisk(found));
    } catch (FaultException e) {
      err().println(e.getMessage());
      return ExitStatus.BROKEN;
    } catch (NotDirectoryException e) {
      err().println(found + " is no directory");
      return ExitStatus.STORE_FAILED;
    } catch (IOException e) {
      err().println(e.getMessage());
      return ExitStatus.STORE_FAILED;
    }
  }

  private Path configured() throws ConfigException {
    return config.source(home).load().section("store").file("directory");
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
  final int judge(Contents contents) {
    PrintWriter err = err();
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
