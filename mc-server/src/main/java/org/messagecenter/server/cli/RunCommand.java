package org.messagecenter.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messagecenter.server.config.ConfigException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mc run}. */
@Command(name = "run", description = "Start the message center and serve until stopped.")
final class RunCommand implements Callable<Integer> {

  private final Launch launch;
  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  RunCommand(Launch launch, Path home) {
    this.launch = launch;
    this.home = home;
  }

  @Override
  public Integer call() throws ConfigException {
    options.applyLogLevel();
    Launch.Prepared prepared = CheckedLaunch.prepare(launch, options, home);
    var termination = new Termination();
    Signals.terminate(termination);
    try {
      return prepared.run(termination);
    } catch (StartException e) {
      error().println("cannot start: " + e.getMessage());
      return e.status();
    } catch (Exception e) {
      error().println("cannot start: " + e);
      LoggerFactory.getLogger(RunCommand.class).error("cannot start", e);
      return ExitStatus.NOT_STARTED;
    } finally {
      termination.stopped();
    }
  }

  private PrintWriter error() {
    return spec.commandLine().getErr();
  }
}
